package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code matmul}: {@code c[…,m,n] = Σₖ a[…,m,k]·b[…,k,n]}, k rising; leading dimensions broadcast.
 *
 * <p>With {@code A' = op(A)}, {@code B' = op(B)} and {@code C = A'B'}: {@code dA' = dC·B'ᵀ}, {@code
 * dB' = A'ᵀ·dC}. Where an operand was transposed the product is formed transposed, so that nothing
 * is moved.
 */
final class MatMul {
  static final Op OP =
      Op.define("matmul")
          .formula("c[…,m,n] = Σₖ a[…,m,k]·b[…,k,n]")
          .note("Leading dimensions broadcast. Integers wrap.")
          .input("a", REALS, "[…, m, k]; [… , k, m] with transpose_a")
          .input("b", REALS, "[…, k, n]; [… , n, k] with transpose_b")
          .outputs("c")
          .attr("transpose_a", Type.BOOL, false, "whether the last two axes of a are swapped")
          .attr("transpose_b", Type.BOOL, false, "whether the last two axes of b are swapped")
          .sameDType(0, 1)
          .require(
              Kind.SHAPE,
              "a.rank >= 2 and b.rank >= 2",
              o -> o.shape(0).rank() >= 2 && o.shape(1).rank() >= 2)
          .require(
              Kind.SHAPE,
              "a.dim(-1) = b.dim(-2) after transposition",
              o -> Shape.dimsAgree(columns(o, 0), rows(o, 1)))
          .require(
              Kind.SHAPE,
              "leading dimensions of a and b broadcast",
              o -> Shape.broadcastable(lead(o.shape(0)), lead(o.shape(1))))
          .type(
              o ->
                  new TensorType(
                      o.dtype(0),
                      Shape.broadcast(lead(o.shape(0)), lead(o.shape(1)))
                          .concat(Shape.of(rows(o, 0), columns(o, 1)))))
          .kernel(MatMul::forward)
          .vjp("a", MatMul::vjpA)
          .vjp("b", MatMul::vjpB)
          .build();

  private MatMul() {}

  private static Shape lead(Shape s) {
    return s.slice(0, s.rank() - 2);
  }

  private static boolean transposed(Attributes attrs, int i) {
    return attrs.flag(i == 0 ? "transpose_a" : "transpose_b");
  }

  private static int rows(Operands o, int i) {
    return o.shape(i).dim(transposed(o.attrs(), i) ? -1 : -2);
  }

  private static int columns(Operands o, int i) {
    return o.shape(i).dim(transposed(o.attrs(), i) ? -2 : -1);
  }

  private static List<Tensor> forward(Call c) {
    Operands o = new Operands(c.op(), c.inputs(), c.attrs());
    int M = rows(o, 0);
    int K = columns(o, 0);
    int N = columns(o, 1);
    Shape batch = lead(c.output().shape());
    int[] aBatch = Index.broadcast(lead(o.shape(0)), batch);
    int[] bBatch = Index.broadcast(lead(o.shape(1)), batch);
    // strides of a over (m, k) and of b over (k, n)
    boolean ta = transposed(c.attrs(), 0);
    boolean tb = transposed(c.attrs(), 1);
    int am = ta ? 1 : K;
    int ak = ta ? M : 1;
    int bk = tb ? 1 : N;
    int bn = tb ? K : 1;
    boolean integers = c.in(0).dtype().isInteger();
    double[] a = integers ? new double[0] : c.in(0).host().doubles();
    double[] b = integers ? new double[0] : c.in(1).host().doubles();
    long[] ai = integers ? c.in(0).host().longs() : new long[0];
    long[] bi = integers ? c.in(1).host().longs() : new long[0];
    double[] y = new double[integers ? 0 : aBatch.length * M * N];
    long[] yi = new long[integers ? aBatch.length * M * N : 0];
    int at = 0;
    for (int s = 0; s < aBatch.length; s++) {
      int a0 = aBatch[s] * M * K;
      int b0 = bBatch[s] * K * N;
      for (int m = 0; m < M; m++) {
        for (int n = 0; n < N; n++, at++) {
          if (integers) {
            long sum = 0;
            for (int k = 0; k < K; k++) {
              sum += ai[a0 + m * am + k * ak] * bi[b0 + k * bk + n * bn];
            }
            yi[at] = sum;
          } else {
            double sum = 0;
            for (int k = 0; k < K; k++) {
              sum += a[a0 + m * am + k * ak] * b[b0 + k * bk + n * bn];
            }
            y[at] = sum;
          }
        }
      }
    }
    return integers ? c.result(yi) : c.result(y);
  }

  private static Tensor vjpA(Pullback p) {
    boolean tb = transposed(p.attrs(), 1);
    Tensor da =
        transposed(p.attrs(), 0)
            ? matmul(p.x(1), p.dy(), tb, true) // dA = B'·dCᵀ
            : matmul(p.dy(), p.x(1), false, !tb); // dA = dC·B'ᵀ
    return Like.sumLike(da, p.x(0));
  }

  private static Tensor vjpB(Pullback p) {
    boolean ta = transposed(p.attrs(), 0);
    Tensor db =
        transposed(p.attrs(), 1)
            ? matmul(p.dy(), p.x(0), true, ta) // dB = dCᵀ·A'
            : matmul(p.x(0), p.dy(), !ta, false); // dB = A'ᵀ·dC
    return Like.sumLike(db, p.x(1));
  }

  static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    return Dispatch.one(
        OP, Attributes.of("transpose_a", transposeA).and("transpose_b", transposeB), a, b);
  }
}
