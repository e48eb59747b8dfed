package dev.assay.tck.cases;

import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.tck.cases.Spectra.Kind;
import java.util.List;

/** Cases of the orthogonal factorizations. */
public final class OrthogonalCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("qr", d -> completed(d, "qr", NONE)).reject("C2", NONE, tensor(3)),
        OpCases.of("qr_complement", d -> any(d, "qr_complement", NONE))
            .reject("C2", NONE, tensor(3)),
        OpCases.of("svd", d -> completed(d, "svd", Attributes.of("compute_uv", d.choose(3) < 2)))
            .reject("C2", NONE, tensor(3)),
        square("self_adjoint_eig", Kind.SYMMETRIC),
        square("self_adjoint_eigvals", Kind.SYMMETRIC),
        blocks("eig"),
        blocks("eigvals"));
  }

  private static OpCases square(String op, Kind kind) {
    return OpCases.of(op, d -> SystemCases.one(d, op, kind, NONE))
        .reject("C2", NONE, tensor(3))
        .reject("C3", NONE, tensor(2, 3));
  }

  /**
   * Where two or more columns are added, the second is 0 at the place of the first's unit vector,
   * identically. No relative bound covers the rounding of a derivative that is 0 by cancellation:
   * there derivatives are not asked for.
   */
  private static Case completed(Draw d, String op, Attributes attrs) {
    Case c = any(d, op, attrs);
    Shape s = c.inputs().get(0).shape();
    boolean several = Math.abs(s.dim(-1) - s.dim(-2)) > 1;
    boolean full = d.flip() && !(several && d.values().isSmooth());
    return new Case(op, c.inputs(), attrs.and("full_matrices", full));
  }

  /** Up to three rows: bounds by the characteristic polynomial grow quickly. */
  private static OpCases blocks(String op) {
    return OpCases.of(
            op,
            d -> {
              int n = d.pick(2, 3, 1, 0, 3);
              Shape shape = Spectra.batch(d).concat(Shape.of(n, n));
              return new Case(op, List.of(Spectra.matrices(d, shape, Kind.BLOCKS)), NONE);
            })
        .reject("C2", NONE, tensor(3))
        .reject("C3", NONE, tensor(2, 3));
  }

  /** A batch of matrices of any proportions. */
  static Case any(Draw d, String op, Attributes attrs) {
    Shape shape = Spectra.batch(d).concat(Shape.of(Spectra.size(d), Spectra.size(d)));
    return new Case(op, List.of(Spectra.matrices(d, shape, Kind.GENERAL)), attrs);
  }
}
