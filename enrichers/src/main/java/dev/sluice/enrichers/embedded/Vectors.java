package dev.sluice.enrichers.embedded;

/// Arithmetic on vectors of the encoder. Pure.
final class Vectors {

  private Vectors() {}

  /// The same direction at length 1; zero stays zero.
  static float[] unit(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
    }
    return unit;
  }

  /// The cosine of the angle between two vectors of length 1.
  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  /// Adds `factor` times a vector to a sum.
  static void add(float[] sum, float[] vector, float factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }
}
