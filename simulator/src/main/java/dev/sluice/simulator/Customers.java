package dev.sluice.simulator;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InvalidSetting;

/// The addresses of customers who do not exist.
///
/// Telephone numbers are of the form +1 XXX 555 01YY, which the North American plan keeps free for
/// fiction.
public final class Customers {

  /// 800 area codes (200 to 999) with 100 fictional numbers each.
  public static final int MAX = 80_000;

  private static final int NUMBERS_PER_AREA = 100;
  private static final int FIRST_AREA = 200;

  private Customers() {}

  /// The address of the customer with that index, which is the same in every run.
  ///
  /// @throws InvalidSetting when the index is not below [#MAX]
  public static Address address(Channel channel, int index) {
    if (index < 0 || index >= MAX) {
      throw new InvalidSetting("customer", index, "must be between 0 and " + (MAX - 1));
    }
    return new Address(
        switch (channel) {
          case WHATSAPP ->
              "1%03d55501%02d"
                  .formatted(FIRST_AREA + index / NUMBERS_PER_AREA, index % NUMBERS_PER_AREA);
          case MESSENGER -> "9%015d".formatted(index);
          case INSTAGRAM -> "8%015d".formatted(index);
        });
  }
}
