package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/** {@code cross}: products of vectors in three dimensions. */
final class Cross {
  static final Op OP =
      Op.define("cross")
          .formula("c = a × b: c[0] = a[1]·b[2] − a[2]·b[1], and so on in cyclic order")
          .note("Vectors lie along the last axis. No broadcasting.")
          .input("a", REALS, "[…, 3]")
          .input("b", REALS, "as a")
          .outputs("c")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "a.shape = b.shape", o -> o.shape(0).compatible(o.shape(1)))
          .require(
              Kind.SHAPE,
              "a.rank >= 1 and a.dim(-1) = 3",
              o -> o.shape(0).rank() >= 1 && Shape.dimsAgree(o.shape(0).dim(-1), 3))
          .type(o -> new TensorType(o.dtype(0), shape(o)))
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(cross(c.in(0).host().longs(), c.in(1).host().longs()))
                      : c.result(cross(c.in(0).host().doubles(), c.in(1).host().doubles())))
          .vjp("a", p -> cross(p.x(1), p.dy()))
          .vjp("b", p -> cross(p.dy(), p.x(0)))
          .build();

  private Cross() {}

  private static Shape shape(Operands o) {
    int[] d = o.shape(0).dims();
    for (int i = 0; i < d.length; i++) {
      d[i] = d[i] == Shape.UNKNOWN ? o.shape(1).dim(i) : d[i];
    }
    return Shape.of(d);
  }

  private static double[] cross(double[] a, double[] b) {
    double[] c = new double[a.length];
    for (int v = 0; v < c.length; v += 3) {
      for (int i = 0; i < 3; i++) {
        int j = v + (i + 1) % 3;
        int k = v + (i + 2) % 3;
        c[v + i] = a[j] * b[k] - a[k] * b[j];
      }
    }
    return c;
  }

  private static long[] cross(long[] a, long[] b) {
    long[] c = new long[a.length];
    for (int v = 0; v < c.length; v += 3) {
      for (int i = 0; i < 3; i++) {
        int j = v + (i + 1) % 3;
        int k = v + (i + 2) % 3;
        c[v + i] = a[j] * b[k] - a[k] * b[j];
      }
    }
    return c;
  }

  static Tensor cross(Tensor a, Tensor b) {
    return Dispatch.one(OP, a, b);
  }
}
