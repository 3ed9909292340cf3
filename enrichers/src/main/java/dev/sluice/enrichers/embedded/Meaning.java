package dev.sluice.enrichers.embedded;

/// What the encoder makes of a text: two means of what it says of each token, each of length 1.
/// Shared between those who ask, so its vectors are not to be changed.
final class Meaning {

  private final float[] plain;
  private final float[] byRarity;

  Meaning(float[] plain, float[] byRarity) {
    this.plain = plain;
    this.byRarity = byRarity;
  }

  /// All tokens count the same, as the encoder was trained.
  float[] plain() {
    return plain;
  }

  /// Rare words count more: between questions that are much alike they make the difference.
  float[] byRarity() {
    return byRarity;
  }
}
