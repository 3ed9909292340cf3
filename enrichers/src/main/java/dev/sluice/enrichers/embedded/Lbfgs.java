package dev.sluice.enrichers.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Finds the minimum of a smooth convex function by limited-memory BFGS (Nocedal and Wright,
/// Numerical Optimization, algorithm 7.5) with a backtracking line search. Deterministic; pure.
final class Lbfgs {

  /// Steps remembered: the usual choice.
  private static final int MEMORY = 10;

  /// The largest slope that counts as flat.
  private static final double FLAT = 1e-4;

  /// How much of the promised descent a step must bring.
  private static final double SUFFICIENT = 1e-4;

  /// A step is halved at most this often, to a millionth.
  private static final int HALVINGS_MAX = 20;

  /// A step across less curvature than this would spoil the memory.
  private static final double CURVATURE_MIN = 1e-12;

  private Lbfgs() {}

  /// A function and its slope.
  interface Function {
    /// The value at a point; writes the slope there into `gradient`, whatever it held.
    double at(double[] point, double[] gradient);
  }

  /// A step, the change of slope across it, and 1 over their product.
  private static final class Step {
    private final double[] way;
    private final double[] bend;
    private final double inverse;

    Step(double[] way, double[] bend, double curvature) {
      this.way = way;
      this.bend = bend;
      this.inverse = 1 / curvature;
    }
  }

  /// Walks from zero to the minimum.
  ///
  /// @param size how many numbers a point has
  /// @param iterationsMax ends the walk early; 0 to stay at zero
  static double[] minimum(Function function, int size, int iterationsMax) {
    double[] point = new double[size];
    double[] slope = new double[size];
    double value = function.at(point, slope);
    Deque<Step> steps = new ArrayDeque<>(MEMORY);
    for (int i = 0; i < iterationsMax && steepest(slope) > FLAT; i++) {
      double[] direction = direction(slope, steps);
      double descent = dot(direction, slope);
      double length = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(slope, slope))) : 1;
      double[] next = new double[size];
      double[] nextSlope = new double[size];
      double nextValue = Double.POSITIVE_INFINITY;
      for (int halved = 0; halved <= HALVINGS_MAX; halved++, length /= 2) {
        for (int j = 0; j < size; j++) {
          next[j] = point[j] + length * direction[j];
        }
        nextValue = function.at(next, nextSlope);
        if (nextValue <= value + SUFFICIENT * length * descent) {
          break;
        }
      }
      if (nextValue >= value) {
        break;
      }
      remember(steps, point, next, slope, nextSlope);
      point = next;
      slope = nextSlope;
      value = nextValue;
    }
    return point;
  }

  private static void remember(
      Deque<Step> steps, double[] from, double[] to, double[] slope, double[] nextSlope) {
    double[] way = new double[from.length];
    double[] bend = new double[from.length];
    for (int j = 0; j < from.length; j++) {
      way[j] = to[j] - from[j];
      bend[j] = nextSlope[j] - slope[j];
    }
    double curvature = dot(way, bend);
    if (curvature > CURVATURE_MIN) {
      if (steps.size() == MEMORY) {
        steps.removeFirst();
      }
      steps.addLast(new Step(way, bend, curvature));
    }
  }

  /// Down the slope, corrected by what the last steps have shown of the curvature.
  private static double[] direction(double[] slope, Deque<Step> steps) {
    double[] direction = new double[slope.length];
    add(direction, slope, -1);
    double[] share = new double[steps.size()];
    int index = steps.size();
    for (Iterator<Step> newest = steps.descendingIterator(); newest.hasNext(); ) {
      Step step = newest.next();
      share[--index] = step.inverse * dot(step.way, direction);
      add(direction, step.bend, -share[index]);
    }
    if (!steps.isEmpty()) {
      Step last = steps.getLast();
      double scale = 1 / (last.inverse * dot(last.bend, last.bend));
      for (int j = 0; j < direction.length; j++) {
        direction[j] *= scale;
      }
    }
    for (Step step : steps) {
      double correction = share[index++] - step.inverse * dot(step.bend, direction);
      add(direction, step.way, correction);
    }
    return direction;
  }

  private static double steepest(double[] slope) {
    double most = 0;
    for (double part : slope) {
      most = Math.max(most, Math.abs(part));
    }
    return most;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int j = 0; j < one.length; j++) {
      sum += one[j] * other[j];
    }
    return sum;
  }

  private static void add(double[] sum, double[] vector, double factor) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * vector[j];
    }
  }
}
