package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

/// What a message is about, in the tenant's own categories.
///
/// @param name a category of the tenant, [#OTHER] or [#UNKNOWN]
/// @param confidence 0 to 1
public record Category(String name, double confidence, Provenance by) {

  /// The message was read and belongs to none of the tenant's categories.
  public static final String OTHER = "other";

  /// The message could not be read: no words, an unread language, or no answer in time.
  public static final String UNKNOWN = "unknown";

  /// Nobody answered in time.
  public static final Category DEGRADED = unknown(Provenance.NOBODY);

  public Category {
    requireNonNull(name, "name");
    requireNonNull(by, "by");
    Probability.check("confidence", confidence);
  }

  /// The answer of a model that cannot tell.
  public static Category unknown(Provenance by) {
    return new Category(UNKNOWN, 0, by);
  }
}
