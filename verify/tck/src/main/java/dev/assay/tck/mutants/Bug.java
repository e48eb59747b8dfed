package dev.assay.tck.mutants;

import dev.assay.engine.AssayException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Kinds of bugs that fit many operations: what they do to one tensor. */
enum Bug {
  /** A factor that is off in the seventh digit. */
  SCALED(each(v -> v * (1 + 1e-7))),
  /** The wrong sign. */
  NEGATED(each(v -> -v)),
  /** Off by a constant. */
  SHIFTED(each(v -> v + 1e-6)),
  /** Kept in half precision on the way. */
  HALF_PRECISION(each(DType.FLOAT16::round)),
  /** Kept in single precision on the way. */
  SINGLE_PRECISION(each(v -> (float) v)),
  /** Truncated instead of rounded, far down. */
  TRUNCATED(each(v -> Double.longBitsToDouble(Double.doubleToRawLongBits(v) & ~0xFFFFFL))),
  /** The absolute value. */
  UNSIGNED(each(Math::abs)),
  /** The last element is never written. */
  TAIL_SKIPPED(
      array(
          v -> {
            v[v.length - 1] = 0;
            return v;
          })),
  /** The last element repeats the one before. */
  TAIL_CLAMPED(
      array(
          v -> {
            v[v.length - 1] = v[Math.max(0, v.length - 2)];
            return v;
          })),
  /** Everything moved by one. */
  OFF_BY_ONE(
      array(
          v -> {
            double[] w = new double[v.length];
            for (int i = 0; i < v.length; i++) {
              w[i] = v[(i + 1) % v.length];
            }
            return w;
          })),
  /** One element wrong in the sixth digit. */
  ONE_ENTRY(
      array(
          v -> {
            v[v.length / 2] = v[v.length / 2] * (1 + 1e-6) + 1e-9;
            return v;
          })),
  /** The last two axes swapped, where that has the same shape; else the elements reversed. */
  TRANSPOSED(Bug::transposed),
  /** A mean where a sum belongs. */
  MEAN_FOR_SUM(
      array(
          v -> {
            for (int i = 0; i < v.length; i++) {
              v[i] /= v.length + 1;
            }
            return v;
          })),
  /** Nothing but zeros. */
  ZEROS(each(v -> 0)),
  /** A needless axis in front: a missing reduction. */
  EXTRA_AXIS(t -> Tensor.of(Shape.of(1).concat(t.shape()), t.storage()));

  private final UnaryOperator<Tensor> change;

  Bug(UnaryOperator<Tensor> change) {
    this.change = change;
  }

  /** The tensor with the bug; integers and empty tensors stay as they are. */
  Tensor on(Tensor right) {
    return right.dtype().isContinuous() && right.size() > 0 ? change.apply(right) : right;
  }

  private static UnaryOperator<Tensor> array(UnaryOperator<double[]> f) {
    return t -> Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), f.apply(t.toDoubles())));
  }

  private static UnaryOperator<Tensor> each(DoubleUnaryOperator f) {
    return array(
        v -> {
          for (int i = 0; i < v.length; i++) {
            v[i] = f.applyAsDouble(v[i]);
          }
          return v;
        });
  }

  private static Tensor transposed(Tensor t) {
    int r = t.rank();
    double[] v = t.toDoubles();
    double[] w = new double[v.length];
    boolean square = r >= 2 && t.shape().dim(-1) == t.shape().dim(-2) && t.shape().dim(-1) > 1;
    int n = square ? t.shape().dim(-1) : 0;
    for (int i = 0; i < v.length; i++) {
      int m = i % Math.max(1, n * n);
      w[i] = square ? v[i - m + m % n * n + m / n] : v[v.length - 1 - i];
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), w));
  }

  /** The reference's results for other attributes, where they have the same types. */
  static List<Tensor> withAttribute(Call call, List<Tensor> right, String name, Object value) {
    try {
      Attributes attrs = call.attrs().and(name, value);
      Call other = Call.of(call.op(), call.inputs(), attrs);
      return other.outputs().equals(call.outputs()) ? other.runReference() : right;
    } catch (AssayException e) {
      return right;
    }
  }

  /** The reference's results for the first two tensors swapped, where they have the same types. */
  static List<Tensor> swapped(Call call, List<Tensor> right) {
    try {
      List<Tensor> inputs = new ArrayList<>(call.inputs());
      inputs.set(0, call.in(1));
      inputs.set(1, call.in(0));
      Call other = Call.of(call.op(), inputs, call.attrs());
      return other.outputs().equals(call.outputs()) ? other.runReference() : right;
    } catch (AssayException e) {
      return right;
    }
  }
}
