package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.NUMERIC;
import static dev.assay.engine.ops.signal.Signal.conj;

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
 * is moved. Of complex matrices A', B' are conjugated as well.
 */
final class MatMul {
  static final Op OP =
      Op.define("matmul")
          .formula("c[…,m,n] = Σₖ a[…,m,k]·b[…,k,n]")
          .note("Leading dimensions broadcast. Integers wrap.")
          .input("a", NUMERIC, "[…, m, k]; [… , k, m] with transpose_a")
          .input("b", NUMERIC, "[…, k, n]; [… , n, k] with transpose_b")
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

  /** To grow sums side by side pays from as many on, in a row; to transpose b, as many rows. */
  private static final int FEW = 4;

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
    Cells cells =
        cell -> {
          int at = 0;
          for (int s = 0; s < aBatch.length; s++) {
            int a0 = aBatch[s] * M * K;
            int b0 = bBatch[s] * K * N;
            for (int m = 0; m < M; m++) {
              for (int n = 0; n < N; n++, at++) {
                cell.store(at, a0 + m * am, b0 + n * bn);
              }
            }
          }
        };
    return c.in(0).dtype().isInteger()
        ? c.result(longs(c, cells, K, ak, bk))
        : c.result(
            c.in(0).dtype().isComplex()
                ? pairs(c, cells, K, ak, bk)
                : doubles(c, cells, aBatch, bBatch, M, K, N));
  }

  /** Stores element {@code at} of a product: {@code Σₖ a[i + k·ak]·b[j + k·bk]}. */
  private interface Cell {
    void store(int at, int i, int j);
  }

  /** Visits every element of a product. */
  private interface Cells {
    void each(Cell cell);
  }

  private static double[] doubles(
      Call c, Cells cells, int[] aBatch, int[] bBatch, int M, int K, int N) {
    double[] a = c.in(0).host().doubles();
    double[] b = c.in(1).host().doubles();
    double[] y = new double[c.output().shape().elements()];
    boolean ta = transposed(c.attrs(), 0);
    boolean tb = transposed(c.attrs(), 1);
    int am = ta ? 1 : K;
    int ak = ta ? M : 1;
    if (N < FEW || (tb && M < FEW)) {
      int bk = tb ? 1 : N;
      cells.each((at, i, j) -> y[at] = dot(K, a, i, ak, b, j, bk));
      return y;
    }
    for (int s = 0; s < aBatch.length; s++) {
      double[][] rows = RowSums.rows(b, bBatch[s] * K * N, K, N, tb);
      RowSums.product(M, N, a, aBatch[s] * M * K, am, ak, rows, y, s * M * N);
    }
    return y;
  }

  /** {@code Σₖ a[i + k·ak]·b[j + k·bk]}. */
  private static double dot(int K, double[] a, int i, int ak, double[] b, int j, int bk) {
    double sum = 0;
    for (int k = 0; k < K; k++) {
      sum += a[i + k * ak] * b[j + k * bk];
    }
    return sum;
  }

  private static double[] pairs(Call c, Cells cells, int K, int ak, int bk) {
    double[] a = c.in(0).host().doubles();
    double[] b = c.in(1).host().doubles();
    double[] y = new double[2 * c.output().shape().elements()];
    cells.each(
        (at, i, j) -> {
          double re = 0;
          double im = 0;
          for (int k = 0; k < K; k++) {
            int p = 2 * (i + k * ak);
            int q = 2 * (j + k * bk);
            re += a[p] * b[q] - a[p + 1] * b[q + 1];
            im += a[p] * b[q + 1] + a[p + 1] * b[q];
          }
          y[2 * at] = re;
          y[2 * at + 1] = im;
        });
    return y;
  }

  private static long[] longs(Call c, Cells cells, int K, int ak, int bk) {
    long[] a = c.in(0).host().longs();
    long[] b = c.in(1).host().longs();
    long[] y = new long[c.output().shape().elements()];
    cells.each(
        (at, i, j) -> {
          long sum = 0;
          for (int k = 0; k < K; k++) {
            sum += a[i + k * ak] * b[j + k * bk];
          }
          y[at] = sum;
        });
    return y;
  }

  private static Tensor vjpA(Pullback p) {
    boolean tb = transposed(p.attrs(), 1);
    Tensor da =
        transposed(p.attrs(), 0)
            ? matmul(conj(p.x(1)), p.dy(), tb, true) // dA = B'·dCᵀ
            : matmul(p.dy(), conj(p.x(1)), false, !tb); // dA = dC·B'ᵀ
    return Like.sumLike(da, p.x(0));
  }

  private static Tensor vjpB(Pullback p) {
    boolean ta = transposed(p.attrs(), 0);
    Tensor db =
        transposed(p.attrs(), 1)
            ? matmul(p.dy(), conj(p.x(0)), true, ta) // dB = dCᵀ·A'
            : matmul(conj(p.x(0)), p.dy(), !ta, false); // dB = A'ᵀ·dC
    return Like.sumLike(db, p.x(1));
  }

  static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    return Dispatch.one(
        OP, Attributes.of("transpose_a", transposeA).and("transpose_b", transposeB), a, b);
  }
}
