package dev.sluice.simulator;

/// Random numbers that are a pure function of what they are for.
final class Draws {

  private static final double UNIT = 0x1.0p-53;

  private Draws() {}

  /// A well-mixed hash of a seed, an id, a count and a purpose; the same on every machine.
  static long hash(long seed, String id, int count, String purpose) {
    long hash = mix(seed);
    hash = absorb(hash, id);
    hash = mix(hash ^ count);
    return absorb(hash, purpose);
  }

  /// A number in [0, 1) from a hash.
  static double uniform(long hash) {
    return (hash >>> 11) * UNIT;
  }

  /// A number in [0, 1), drawn as [#hash] says.
  static double uniform(long seed, String id, int count, String purpose) {
    return uniform(hash(seed, id, count, purpose));
  }

  /// A standard normal number from a hash, by Box and Muller.
  static double normal(long hash) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(hash)));
    return radius * Math.cos(2 * Math.PI * uniform(mix(hash)));
  }

  private static long absorb(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash ^ text.charAt(i));
    }
    return mix(hash ^ text.length());
  }

  /// The finaliser of SplitMix64.
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
