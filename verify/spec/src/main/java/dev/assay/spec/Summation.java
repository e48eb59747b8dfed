package dev.assay.spec;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * How an arithmetic of few bits carries out a sum of many addends, every step of it rounded. All of
 * these are correct: each is within n·u·Σ|addend|, the bound of any order (Jeannerod and Rump
 * 2013).
 */
public enum Summation {
  /** From the first to the last. */
  SEQUENTIAL {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      return chain(r, a.count(), a.rounded());
    }
  },
  /** From the last to the first. */
  REVERSED {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      return chain(r, a.count(), i -> a.rounded().applyAsDouble(a.count() - 1 - i));
    }
  },
  /** In an order that hangs on their number alone. */
  SHUFFLED {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      int[] order = new int[a.count()];
      SplittableRandom random = new SplittableRandom(a.count());
      for (int i = 0; i < order.length; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return chain(r, a.count(), i -> a.rounded().applyAsDouble(order[i]));
    }
  },
  /** By halves. */
  PAIRWISE {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      return tree(r, 0, a.count(), a.rounded());
    }
  },
  /** In eight partial sums side by side, as in a wide register, which a tree adds up. */
  BLOCKED {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      int lanes = Math.min(LANES, a.count());
      return tree(
          r,
          0,
          lanes,
          l ->
              chain(
                  r,
                  (a.count() - l + lanes - 1) / lanes,
                  i -> a.rounded().applyAsDouble(l + i * lanes)));
    }
  },
  /** From the first to the last, products not rounded before they are added. */
  FUSED {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      double sum = a.rounded().applyAsDouble(0);
      for (int i = 1; i < a.count(); i++) {
        sum = r.round(toOdd(sum, a.exact().applyAsDouble(i)));
      }
      return sum;
    }
  },
  /** From the first to the last, each rounding error taken off the next addend (Kahan 1965). */
  COMPENSATED {
    @Override
    double of(Rounded.Rounding r, Addends a) {
      double sum = a.rounded().applyAsDouble(0);
      double lost = 0;
      for (int i = 1; i < a.count(); i++) {
        double y = r.round(a.rounded().applyAsDouble(i) - lost);
        double next = r.round(sum + y);
        double error = r.round(r.round(next - sum) - y);
        lost = Double.isFinite(error) ? error : 0; // beyond the range there is nothing to save
        sum = next;
      }
      return sum;
    }
  };

  private static final int LANES = 8;

  /**
   * The addends of a sum.
   *
   * @param count how many, at least one
   * @param rounded each, products rounded
   * @param exact each, products as they are
   */
  record Addends(int count, IntToDoubleFunction rounded, IntToDoubleFunction exact) {}

  /** The sum. */
  abstract double of(Rounded.Rounding r, Addends a);

  private static double chain(Rounded.Rounding r, int count, IntToDoubleFunction addend) {
    double sum = addend.applyAsDouble(0);
    for (int i = 1; i < count; i++) {
      sum = r.round(sum + addend.applyAsDouble(i));
    }
    return sum;
  }

  private static double tree(Rounded.Rounding r, int from, int to, IntToDoubleFunction addend) {
    if (to - from == 1) {
      return addend.applyAsDouble(from);
    }
    int middle = (from + to + 1) >>> 1;
    return r.round(tree(r, from, middle, addend) + tree(r, middle, to, addend));
  }

  /**
   * a + b rounded to odd: of the two neighbours of an inexact sum the one whose last bit is 1. To
   * round that again, to fewer bits, is to round a + b (Boldo and Melquiond 2008).
   */
  private static double toOdd(double a, double b) {
    double sum = a + b;
    double bb = sum - a;
    double error = (a - (sum - bb)) + (b - bb);
    if (error == 0 || !Double.isFinite(sum) || (Double.doubleToRawLongBits(sum) & 1) == 1) {
      return sum;
    }
    return error > 0 ? Math.nextUp(sum) : Math.nextDown(sum);
  }
}
