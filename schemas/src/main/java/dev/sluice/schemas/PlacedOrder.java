package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a customer wants to buy.
///
/// @param note what the customer wrote beside it
@JsonTypeName("order")
public record PlacedOrder(@Nullable String catalog, List<OrderItem> items, @Nullable String note)
    implements Content {
  public PlacedOrder {
    items = List.copyOf(items);
  }

  @Override
  public String words() {
    return note == null ? "" : note;
  }

  @Override
  public String toString() {
    return "PlacedOrder[%d items]".formatted(items.size());
  }
}
