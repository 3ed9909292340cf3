package dev.sluice.inbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a reader asked for: which page, how long, in which order.
///
/// @param after the `seq` of the last item already seen; empty for the first page
/// @param limit items at most, 1 to 500
record PageQuery(Optional<Long> after, int limit, Order order) {

  static final int LIMIT_MOST = 500;
  static final int LIMIT_DEFAULT = 50;

  /// In which order items come.
  enum Order {
    /// As they were stored: by `seq`.
    ARRIVAL,
    /// As they weigh: most urgent band first, then score, then arrival.
    PRIORITY,
    /// As they should be answered: most urgent band first, then what is due first, then arrival.
    DUE
  }

  /// Reads the parameters of a request.
  ///
  /// @throws ApiProblem naming the parameter and its constraint
  static PageQuery parse(@Nullable String after, @Nullable String limit, @Nullable String order) {
    return new PageQuery(after(after), limit(limit), order(order));
  }

  /// @throws ApiProblem unless it is absent, blank or a number of 0 or more
  static Optional<Long> seq(String parameter, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      long seq = Long.parseLong(text.strip());
      if (seq >= 0) {
        return Optional.of(seq);
      }
    } catch (NumberFormatException e) {
      // the same answer as to a negative number
    }
    throw ApiProblem.badParameter(parameter, "must be the seq of an item: a number of 0 or more");
  }

  private static Optional<Long> after(@Nullable String text) {
    return seq("after", text);
  }

  private static int limit(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return LIMIT_DEFAULT;
    }
    try {
      int limit = Integer.parseInt(text.strip());
      if (limit >= 1 && limit <= LIMIT_MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // the same answer as to a number out of range
    }
    throw ApiProblem.badParameter("limit", "must be a number between 1 and " + LIMIT_MOST);
  }

  private static Order order(@Nullable String text) {
    return switch (text == null ? "" : text) {
      case "", "arrival" -> Order.ARRIVAL;
      case "priority" -> Order.PRIORITY;
      case "due" -> Order.DUE;
      default -> throw ApiProblem.badParameter("order", "must be arrival, priority or due");
    };
  }
}
