package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One line of an order. Amounts are text, as the channel wrote them: nothing here computes with
/// money.
///
/// @param product the tenant's own name of it in its catalogue
/// @param currency ISO 4217
public record OrderItem(
    String product, @Nullable String quantity, @Nullable String price, @Nullable String currency) {

  public OrderItem {
    requireNonNull(product, "product");
  }
}
