package dev.sluice.simulator;

import java.util.List;

/// A line of business.
public enum Industry {
  BANK,
  RETAILER,
  CLINIC;

  /// What its customers write, one message each; made up.
  public List<String> messages() {
    return switch (this) {
      case BANK -> Phrases.BANK;
      case RETAILER -> Phrases.RETAILER;
      case CLINIC -> Phrases.CLINIC;
    };
  }
}
