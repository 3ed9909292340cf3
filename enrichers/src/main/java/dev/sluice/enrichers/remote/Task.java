package dev.sluice.enrichers.remote;

/// What a model is asked about a message.
public enum Task {
  /// How the customer feels.
  SENTIMENT("sentiment"),
  /// What the message is about.
  CATEGORY("category");

  private final String wireName;

  Task(String wireName) {
    this.wireName = wireName;
  }

  /// As it stands in requests and metrics.
  public String wireName() {
    return wireName;
  }
}
