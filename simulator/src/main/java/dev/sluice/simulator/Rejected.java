package dev.sluice.simulator;

/// A request Meta would refuse; the message is Meta's.
final class Rejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  Rejected(int code, String message) {
    super(message);
    this.code = code;
  }

  static Rejected missing() {
    return new Rejected(131008, "(#131008) Required parameter is missing");
  }

  static Rejected invalid() {
    return new Rejected(131009, "(#131009) Parameter value is not valid");
  }

  int code() {
    return code;
  }
}
