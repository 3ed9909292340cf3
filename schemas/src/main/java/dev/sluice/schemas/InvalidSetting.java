package dev.sluice.schemas;

/// A setting whose value breaks its constraint. The message names key, value and constraint.
///
/// Secrets are never settings themselves, only references to them, so the value may be shown.
public final class InvalidSetting extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String constraint;

  public InvalidSetting(String key, Object value, String constraint) {
    super("%s '%s' %s".formatted(key, value, constraint));
    this.key = key;
    this.constraint = "'%s' %s".formatted(value, constraint);
  }

  private InvalidSetting(String key, String constraint) {
    super(key + " " + constraint);
    this.key = key;
    this.constraint = constraint;
  }

  /// A setting that must be given and was not.
  public static InvalidSetting missing(String key) {
    return new InvalidSetting(key, "is missing");
  }

  /// The setting's name, relative to the record that holds it, for example `maxInFlight`; a member
  /// of one of its lists as `topics[2].name`.
  public String key() {
    return key;
  }

  /// What was wrong, without the key: the value and the constraint it breaks.
  public String constraint() {
    return constraint;
  }
}
