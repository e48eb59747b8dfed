package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Spectra.Kind;
import java.util.List;
import java.util.SplittableRandom;

/** Cases of least squares, of functions of matrices, and of kinds of matrices. */
public final class LeastSquaresCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("lstsq", LeastSquaresCases::lstsq)
            .reject("C4", NONE, tensor(3), tensor(3, 1))
            .reject("C5", NONE, tensor(3, 2), tensor(3))
            .reject("C6", NONE, tensor(3, 2), tensor(2, 1))
            .reject("C7", NONE, tensor(2, 3, 1), tensor(3, 3, 1))
            .reject("C8", lambda(-1), tensor(3, 1), tensor(3, 1))
            .reject("C8", lambda(Double.NaN), tensor(3, 1), tensor(3, 1))
            .reject("C8", lambda(Double.POSITIVE_INFINITY), tensor(3, 1), tensor(3, 1))
            .reject("C9", NONE, tensor(3, 2), tensor(3, 1))
            .reject("C9", NONE, tensor(2, 3), tensor(2, 1)),
        OpCases.of("pinv", LeastSquaresCases::pinv)
            .reject("C2", NONE, tensor(3))
            .reject("C3", Attributes.of("rcond", -0.5), tensor(2, 3)),
        OpCases.of("matrix_rank", LeastSquaresCases::rank)
            .reject("C2", NONE, tensor(3))
            .reject("C3", Attributes.of("tol", -0.5), tensor(2, 3)),
        OpCases.of("matrix_exp", d -> SystemCases.one(d, "matrix_exp", Kind.REGULAR, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3)),
        OpCases.of(
                "matrix_power",
                d -> {
                  Attributes n = Attributes.of("n", d.pick(2, 3, 1, -1, 0, 5, -2));
                  return SystemCases.one(d, "matrix_power", Kind.REGULAR, n);
                })
            .reject("C2", Attributes.of("n", 2), tensor(3))
            .reject("C3", Attributes.of("n", 2), tensor(2, 3))
            .reject("C4", Attributes.of("n", -1), tensor(2, 2)),
        OpCases.of("hessian_classification", LeastSquaresCases::hessian)
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3)));
  }

  private static Attributes lambda(double value) {
    return Attributes.of("l2_regularizer", value);
  }

  /** Of full rank, any proportions; either batch may be the smaller. */
  private static Case lstsq(Draw d) {
    int m = Spectra.size(d);
    int n = Spectra.size(d);
    Shape batch = Spectra.batch(d);
    Shape other = d.broadcastable(batch);
    boolean swap = d.flip();
    Shape a = (swap ? other : batch).concat(Shape.of(m, n));
    Shape b = (swap ? batch : other).concat(Shape.of(m, d.pick(1, 2, 3, 0)));
    return new Case(
        "lstsq",
        List.of(Spectra.matrices(d, a, Kind.REGULAR), d.floats(b, REAL)),
        lambda(d.pick(0.0, 0.5, 2.0)));
  }

  private static Shape any(Draw d) {
    return Spectra.batch(d).concat(Shape.of(Spectra.size(d), Spectra.size(d)));
  }

  private static Case pinv(Draw d) {
    Attributes attrs = d.flip() ? Attributes.of("rcond", 0.001) : NONE;
    return new Case("pinv", List.of(Spectra.matrices(d, any(d), Kind.REGULAR)), attrs);
  }

  /** Of full rank, or of small integers and one rank less; a threshold amid the values. */
  private static Case rank(Draw d) {
    Shape shape = any(d);
    if (d.flip()) {
      return new Case("matrix_rank", List.of(lowRank(d, shape, false)), NONE);
    }
    Attributes attrs = d.flip() ? Attributes.of("tol", d.pick(1.3, 0.0, 2.3, 9.0)) : NONE;
    return new Case("matrix_rank", List.of(Spectra.matrices(d, shape, Kind.GENERAL)), attrs);
  }

  private static Case hessian(Draw d) {
    int n = Spectra.size(d);
    Shape shape = Spectra.batch(d).concat(Shape.of(n, n));
    Tensor x =
        switch (d.choose(3)) {
          case 0 -> Spectra.matrices(d, shape, Kind.SYMMETRIC);
          case 1 -> Spectra.matrices(d, shape, Kind.DEFINITE);
          default -> lowRank(d, shape, true);
        };
    double sign = d.flip() ? -1 : 1;
    double[] v = x.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] *= sign;
    }
    Tensor y = Tensor.of(x.shape(), HostStorage.ofDoubles(x.dtype(), v));
    return new Case("hessian_classification", List.of(y), NONE);
  }

  /** Sums of up to n − 1 products of columns and rows of small integers. */
  private static Tensor lowRank(Draw d, Shape shape, boolean symmetric) {
    SplittableRandom random = new SplittableRandom(d.choose(1 << 20));
    int m = shape.dim(-2);
    int n = shape.dim(-1);
    int batch = shape.slice(0, shape.rank() - 2).elements();
    double[] all = new double[batch * m * n];
    for (int s = 0; s < batch; s++) {
      for (int r = random.nextInt(Math.max(1, Math.min(m, n))); r > 0; r--) {
        double[] column = random.ints(m, -3, 4).asDoubleStream().toArray();
        double[] row =
            symmetric ? column.clone() : random.ints(n, -3, 4).asDoubleStream().toArray();
        double weight = random.nextInt(3) - 1;
        for (int i = 0; i < m * n; i++) {
          all[s * m * n + i] += weight * column[i / n] * row[i % n];
        }
      }
    }
    return Tensor.of(shape, HostStorage.ofDoubles(d.dtype(), all));
  }
}
