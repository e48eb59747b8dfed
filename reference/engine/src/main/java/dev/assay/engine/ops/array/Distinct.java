package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** {@code unique}: the different elements of a vector in the order of their first occurrence. */
final class Distinct {
  static final Op OP =
      Op.define("unique")
          .formula("y = the different elements of x in order of first occurrence; x[i] = y[idx[i]]")
          .note("Elements are equal as == has it: 0 and -0 are one, every NaN is another.")
          .input("x", ANY, "a vector")
          .outputs("y", "idx")
          .attr("out_idx", Type.DTYPE, DType.INT32, "the type of idx: int32 or int64")
          .require(Kind.SHAPE, "x.rank = 1", o -> o.shape(0).rank() == 1)
          .require(
              Kind.ATTRIBUTE,
              "out_idx is int32 or int64",
              o ->
                  o.attrs().dtype("out_idx") == DType.INT32
                      || o.attrs().dtype("out_idx") == DType.INT64)
          .shape(
              o ->
                  List.of(
                      new TensorType(o.dtype(0), Shape.of(Shape.UNKNOWN)),
                      new TensorType(o.attrs().dtype("out_idx"), o.shape(0))))
          .kernel(Distinct::find)
          .noGradients("TensorFlow gives none: which elements are equal jumps with their values")
          .build();

  private Distinct() {}

  private static List<Tensor> find(Call c) {
    HostStorage x = c.in(0).host();
    IntFunction<Optional<Object>> keys = keys(x);
    Map<Object, Integer> seen = new HashMap<>();
    int[] first = new int[x.size()];
    long[] idx = new long[x.size()];
    int n = 0;
    for (int i = 0; i < idx.length; i++) {
      Optional<Object> key = keys.apply(i);
      Integer known = key.map(seen::get).orElse(null);
      if (known == null) {
        first[n] = i;
        int at = n++;
        key.ifPresent(k -> seen.put(k, at));
        idx[i] = at;
      } else {
        idx[i] = known;
      }
    }
    int[] source = Arrays.copyOf(first, n);
    return List.of(
        Tensor.of(Shape.of(n), x.select(source, x)),
        Tensor.ofLongs(c.attrs().dtype("out_idx"), c.in(0).shape(), idx));
  }

  /** What stands for an element in a map; empty where it equals nothing, not even itself. */
  private static IntFunction<Optional<Object>> keys(HostStorage x) {
    if (x.dtype() == DType.STRING) {
      return i -> Optional.of(ByteBuffer.wrap(x.bytes()[i]));
    }
    if (x.dtype().isFloating()) {
      double[] v = x.doubles();
      return i -> key(v[i]).map(Object.class::cast);
    }
    if (x.dtype().isComplex()) {
      double[] v = x.doubles();
      return i -> key(v[2 * i]).flatMap(re -> key(v[2 * i + 1]).map(im -> List.of(re, im)));
    }
    long[] v = x.longs();
    return i -> Optional.of(v[i]);
  }

  private static Optional<Double> key(double v) {
    return Double.isNaN(v) ? Optional.empty() : Optional.of(v + 0.0); // −0 + 0 = 0
  }
}
