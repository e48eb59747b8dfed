package dev.assay.engine.ops.array;

import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Index;
import java.util.Arrays;

/** The attribute {@code axis} of operations that take one axis or a list of them. */
final class AxisList {
  private AxisList() {}

  /** Whether every entry names an axis of the first tensor. */
  static boolean inRange(Operands o) {
    return o.attrs().longs("axis").stream().allMatch(a -> Index.isAxis(a, o.shape(0).rank()));
  }

  /** Whether no axis is named twice. */
  static boolean distinct(Operands o) {
    int[] axes = of(o);
    return Arrays.stream(axes).distinct().count() == axes.length;
  }

  /** The axes, in 0 … rank − 1. */
  static int[] of(Operands o) {
    int rank = o.shape(0).rank();
    return Arrays.stream(o.attrs().ints("axis")).map(a -> Index.axis(a, rank)).toArray();
  }

  /** Whether the one axis is one of the first tensor. */
  static boolean oneInRange(Operands o) {
    return Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank());
  }

  /** The one axis, in 0 … rank − 1. */
  static int one(Operands o) {
    return Index.axis(o.attrs().int32("axis"), o.shape(0).rank());
  }
}
