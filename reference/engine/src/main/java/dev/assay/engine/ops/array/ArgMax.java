package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.REALS_AND_BOOL;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code argmax}, {@code argmin}: where along an axis the extreme element stands. */
final class ArgMax {
  static final Op ARGMAX =
      define("argmax", "output = the least i with input[i] = max input, along axis", 1)
          .hard(first(1, 1, 3, 3), first(0, 0.0, -0.0), first(1, Double.NEGATIVE_INFINITY, -1, -2))
          .build();

  static final Op ARGMIN =
      define("argmin", "output = the least i with input[i] = min input, along axis", -1)
          .hard(first(0, 1, 3, 1), first(0, 0.0, -0.0), first(1, Double.POSITIVE_INFINITY, 1, 2))
          .build();

  private ArgMax() {}

  private static Op.Builder define(String name, String formula, int sign) {
    return Op.define(name)
        .formula(formula)
        .note("The first of equals. NaN is passed over; where all are NaN the index is 0.")
        .input("input", REALS_AND_BOOL, "at least rank 1")
        .attr("axis", Type.INT, 0, "the dimension that is searched")
        .attr("output_type", Type.DTYPE, DType.INT64, "int32 or int64")
        .require(
            Kind.ATTRIBUTE,
            "-input.rank <= axis < input.rank",
            o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()))
        .require(
            Kind.ATTRIBUTE,
            "output_type is int32 or int64",
            o ->
                o.attrs().dtype("output_type") == DType.INT32
                    || o.attrs().dtype("output_type") == DType.INT64)
        .require(
            Kind.SHAPE, "input.dim(axis) >= 1", o -> o.shape(0).dim(o.attrs().int32("axis")) != 0)
        .type(
            o ->
                new TensorType(
                    o.attrs().dtype("output_type"),
                    o.shape(0).without(Index.axis(o.attrs().int32("axis"), o.shape(0).rank()))))
        .kernel(c -> c.result(search(c, sign)))
        .noGradients("an index does not vary with the input")
        .hard(
            first(1, Double.NaN, 1),
            first(0, Double.NaN, Double.NaN),
            first(1, Double.NaN, sign * Double.NEGATIVE_INFINITY));
  }

  private static HardPoint first(int index, double... input) {
    return new HardPoint(
        List.of(Tensor.of(DType.FLOAT64, Shape.of(input.length), input)),
        Attributes.none(),
        Tensor.of((long) index),
        List.of());
  }

  private static long[] search(Call c, int sign) {
    Shape shape = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), shape.rank());
    int n = shape.dim(axis);
    int inner = Index.product(shape, axis + 1, shape.rank());
    long[] out = new long[c.output().shape().elements()];
    boolean floats = c.in(0).dtype().isFloating();
    double[] x = floats ? c.in(0).host().doubles() : new double[0];
    long[] xi = floats ? new long[0] : c.in(0).host().longs();
    for (int cell = 0; cell < out.length; cell++) {
      int base = cell / inner * n * inner + cell % inner;
      int best = 0;
      for (int i = 1; i < n; i++) {
        int a = base + i * inner;
        int b = base + best * inner;
        boolean better =
            floats
                ? sign * x[a] > sign * x[b] || (Double.isNaN(x[b]) && !Double.isNaN(x[a]))
                : sign * Long.compare(xi[a], xi[b]) > 0;
        best = better ? i : best;
      }
      out[cell] = best;
    }
    return out;
  }

  static Tensor find(Op op, Tensor input, int axis, DType outputType) {
    return Dispatch.one(op, Attributes.of("axis", axis).and("output_type", outputType), input);
  }
}
