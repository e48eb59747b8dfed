package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Spectra.Kind;
import java.util.List;

/** Cases of inverses, determinants and systems of linear equations. */
public final class SystemCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of(
                "matrix_transpose",
                d -> new Case("matrix_transpose", List.of(d.floats(d.shape(2, 4), REAL)), NONE))
            .reject("C1", NONE, tensor(3)),
        OpCases.of("matrix_band_part", SystemCases::bandPart)
            .reject("C1", band(0, 0), tensor(3))
            .reject("C2", band(3, 0), tensor(2, 3))
            .reject("C3", band(0, 4), tensor(2, 3)),
        OpCases.of("matrix_inverse", d -> one(d, "matrix_inverse", Kind.REGULAR, adjoint(d)))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3))
            .reject("C4", NONE, tensor(2, 2))
            .reject("C4", NONE, tensor(2, 3, 3)),
        OpCases.of("matrix_solve", d -> two(d, "matrix_solve", Kind.REGULAR, adjoint(d)))
            .reject("C4", NONE, tensor(3), tensor(3, 1))
            .reject("C5", NONE, tensor(2, 3), tensor(2, 1))
            .reject("C6", NONE, tensor(3, 3), tensor(3))
            .reject("C7", NONE, tensor(3, 3), tensor(2, 1))
            .reject("C8", NONE, tensor(2, 3, 3), tensor(3, 3, 1))
            .reject("C9", NONE, tensor(3, 3), tensor(3, 1)),
        OpCases.of("matrix_determinant", d -> one(d, "matrix_determinant", Kind.REGULAR, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3)),
        OpCases.of("matrix_cofactor", d -> one(d, "matrix_cofactor", Kind.REGULAR, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3)),
        OpCases.of("slogdet", d -> one(d, "slogdet", Kind.REGULAR, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3)),
        OpCases.of("lu", d -> one(d, "lu", Kind.REGULAR, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3))
            .reject("C4", NONE, tensor(2, 2)),
        OpCases.of(
                "triangular_solve",
                d -> {
                  boolean lower = !d.flip();
                  Attributes attrs = adjoint(d).and("lower", lower);
                  return two(d, "triangular_solve", Kind.TRIANGULAR, attrs);
                })
            .reject("C4", NONE, tensor(3), tensor(3, 1))
            .reject("C5", NONE, tensor(2, 3), tensor(2, 1))
            .reject("C6", NONE, tensor(3, 3), tensor(3))
            .reject("C7", NONE, tensor(3, 3), tensor(2, 1))
            .reject("C8", NONE, tensor(2, 3, 3), tensor(3, 3, 1))
            .reject("C9", NONE, matrix(0, 0, 1, 1), tensor(2, 1)),
        OpCases.of("cholesky", d -> one(d, "cholesky", Kind.DEFINITE, NONE))
            .reject("C2", NONE, tensor(3))
            .reject("C3", NONE, tensor(2, 3))
            .reject("C4", NONE, matrix(1, 2, 2, 1))
            .reject("C4", NONE, matrix(0, 0, 0, 1))
            .reject("C4", NONE, matrix(-1, 0, 0, 1)),
        OpCases.of("cholesky_solve", d -> two(d, "cholesky_solve", Kind.TRIANGULAR, NONE))
            .reject("C4", NONE, tensor(3), tensor(3, 1))
            .reject("C5", NONE, tensor(2, 3), tensor(2, 1))
            .reject("C6", NONE, tensor(3, 3), tensor(3))
            .reject("C7", NONE, tensor(3, 3), tensor(2, 1))
            .reject("C8", NONE, tensor(2, 3, 3), tensor(3, 3, 1))
            .reject("C9", NONE, matrix(1, 0, 1, 0), tensor(2, 1)));
  }

  /** A float32 matrix of two rows. */
  static Tensor matrix(double... values) {
    return Tensor.of(DType.FLOAT32, Shape.of(2, values.length / 2), values);
  }

  private static Attributes adjoint(Draw d) {
    return Attributes.of("adjoint", d.flip());
  }

  private static Attributes band(int lower, int upper) {
    return Attributes.of("num_lower", lower).and("num_upper", upper);
  }

  private static Case bandPart(Draw d) {
    Shape s = d.shape(2, 4);
    int lower = d.between(-1, s.dim(-2));
    int upper = d.between(-1, s.dim(-1));
    return new Case("matrix_band_part", List.of(d.floats(s, REAL)), band(lower, upper));
  }

  /** A batch of square matrices. */
  static Case one(Draw d, String op, Kind kind, Attributes attrs) {
    int n = Spectra.size(d);
    Shape shape = Spectra.batch(d).concat(Shape.of(n, n));
    return new Case(op, List.of(Spectra.matrices(d, shape, kind)), attrs);
  }

  /** Square matrices and right-hand sides; either batch may be the smaller. */
  private static Case two(Draw d, String op, Kind kind, Attributes attrs) {
    int n = Spectra.size(d);
    Shape batch = Spectra.batch(d);
    Shape other = d.broadcastable(batch);
    boolean swap = d.flip();
    Shape a = (swap ? other : batch).concat(Shape.of(n, n));
    Shape b = (swap ? batch : other).concat(Shape.of(n, d.pick(1, 2, 3, 0)));
    return new Case(op, List.of(Spectra.matrices(d, a, kind), d.floats(b, REAL)), attrs);
  }
}
