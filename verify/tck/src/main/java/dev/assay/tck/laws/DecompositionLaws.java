package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Spectra;
import dev.assay.tck.cases.Spectra.Kind;
import java.util.List;
import java.util.function.Consumer;

/** Identities of the factorizations of matrices: what defines them, and what follows. */
final class DecompositionLaws {
  private static final Attributes NONE = Attributes.none();
  private static final Attributes ADJOINT = Attributes.of("adjoint", true);
  private static final Attributes TRANSPOSE_A = Attributes.of("transpose_a", true);
  private static final Attributes TRANSPOSE_B = Attributes.of("transpose_b", true);

  private DecompositionLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "inverse-product",
            "A·A⁻¹ = A⁻¹·A = I",
            "eye matmul matrix_inverse",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  Term inverse = c.op("matrix_inverse", a);
                  c.equal(c.op("matmul", a, inverse), eye(c, a));
                  c.equal(c.op("matmul", inverse, a), eye(c, a));
                })),
        Law.of(
            "inverse-adjoint",
            "inverse(A, adjoint) = inverse(Aᵀ) = inverse(A)ᵀ",
            "matrix_inverse matrix_transpose",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  Term adjoint = c.op("matrix_inverse", ADJOINT, a);
                  c.equal(adjoint, c.op("matrix_inverse", t(c, a)));
                  c.equal(adjoint, t(c, c.op("matrix_inverse", a)));
                })),
        Law.of(
            "determinant-product",
            "det(A·B) = det A·det B",
            "matmul matrix_determinant multiply",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  Term b = matrix(c, a.shape(), Kind.REGULAR);
                  c.equal(
                      c.op("matrix_determinant", c.op("matmul", a, b)),
                      c.op(
                          "multiply",
                          c.op("matrix_determinant", a),
                          c.op("matrix_determinant", b)));
                })),
        Law.of(
            "determinant-transposed",
            "det Aᵀ = det A",
            "matrix_determinant matrix_transpose",
            square(
                Kind.REGULAR,
                (c, a) ->
                    c.equal(c.op("matrix_determinant", t(c, a)), c.op("matrix_determinant", a)))),
        Law.of(
            "determinant-cofactors",
            "A·(cofactors of A)ᵀ = det A·I",
            "eye matmul matrix_cofactor matrix_determinant multiply",
            square(
                Kind.REGULAR,
                (c, a) ->
                    c.equal(
                        c.op("matmul", TRANSPOSE_B, a, c.op("matrix_cofactor", a)),
                        c.op("multiply", eye(c, a), c.op("matrix_determinant", a))))),
        Law.of(
            "slogdet-determinant",
            "sign·exp(log|det A|) = det A",
            "exp matrix_determinant multiply slogdet",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  List<Term> parts = c.all("slogdet", NONE, a);
                  c.equal(
                      c.op("multiply", parts.get(0), c.op("exp", parts.get(1))),
                      c.op("matrix_determinant", a));
                })),
        Law.of(
            "solve-inverse",
            "solve(A, B) = A⁻¹·B; solve(A, B, adjoint) = A⁻ᵀ·B",
            "matmul matrix_inverse matrix_solve",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  Term b = rightHandSide(c, a);
                  Term inverse = c.op("matrix_inverse", a);
                  c.equal(c.op("matrix_solve", a, b), c.op("matmul", inverse, b));
                  c.equal(
                      c.op("matrix_solve", ADJOINT, a, b), c.op("matmul", TRANSPOSE_A, inverse, b));
                })),
        Law.of(
            "triangular-solve-by-bands",
            "T·triangular_solve(A, B) = B, T the triangle of A",
            "matmul matrix_band_part triangular_solve",
            square(
                Kind.TRIANGULAR,
                (c, a) -> {
                  Term b = rightHandSide(c, a);
                  Attributes upper = Attributes.of("lower", false);
                  c.equal(c.op("matmul", band(c, a, -1, 0), c.op("triangular_solve", a, b)), b);
                  c.equal(
                      c.op("matmul", band(c, a, 0, -1), c.op("triangular_solve", upper, a, b)), b);
                })),
        Law.of(
            "lu-product",
            "L·U = A with its rows in the order p",
            "add eye gather lu matmul matrix_band_part matrix_diag_part matrix_set_diag zeros_like",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  List<Term> f = c.all("lu", NONE, a);
                  Term strict = band(c, f.get(0), -1, 0);
                  Term zeros = c.op("zeros_like", c.op("matrix_diag_part", a));
                  Term lower = c.op("add", c.op("matrix_set_diag", strict, zeros), eye(c, a));
                  c.equal(
                      c.op("matmul", lower, band(c, f.get(0), 0, -1)), c.op("gather", a, f.get(1)));
                })),
        Law.of(
            "cholesky-product",
            "L·Lᵀ = A",
            "cholesky matmul",
            square(
                Kind.DEFINITE,
                (c, a) -> {
                  Term l = c.op("cholesky", a);
                  c.equal(c.op("matmul", TRANSPOSE_B, l, l), a);
                })),
        Law.of(
            "cholesky-solve",
            "cholesky_solve(cholesky(A), B) = solve(A, B)",
            "cholesky cholesky_solve matrix_solve",
            square(
                Kind.DEFINITE,
                (c, a) -> {
                  Term b = rightHandSide(c, a);
                  c.equal(
                      c.op("cholesky_solve", c.op("cholesky", a), b), c.op("matrix_solve", a, b));
                })),
        Law.of(
            "cholesky-determinant",
            "det A = (Π diag L)²",
            "cholesky matrix_determinant matrix_diag_part reduce_prod square",
            square(
                Kind.DEFINITE,
                (c, a) ->
                    c.equal(
                        c.op("matrix_determinant", a),
                        c.op(
                            "square",
                            c.op("reduce_prod", c.op("matrix_diag_part", c.op("cholesky", a))))))),
        Law.of(
            "qr-product",
            "Q·R = A, Qᵀ·Q = I, R upper triangular",
            "eye matmul matrix_band_part qr",
            c -> {
              Term a = any(c);
              Attributes full = Attributes.of("full_matrices", c.draw().flip());
              List<Term> f = c.all("qr", full, a);
              c.equal(c.op("matmul", f.get(0), f.get(1)), a);
              c.equal(c.op("matmul", TRANSPOSE_A, f.get(0), f.get(0)), columnsEye(c, f.get(0)));
              c.same(band(c, f.get(1), 0, -1), f.get(1));
            }),
        Law.of(
            "svd-product",
            "U·diag(s)·Vᵀ = A, Uᵀ·U = Vᵀ·V = I",
            "eye matmul matrix_diag svd",
            c -> {
              Term a = any(c);
              List<Term> f = c.all("svd", NONE, a);
              Term us = c.op("matmul", f.get(1), c.op("matrix_diag", f.get(0)));
              c.equal(c.op("matmul", TRANSPOSE_B, us, f.get(2)), a);
              c.equal(c.op("matmul", TRANSPOSE_A, f.get(1), f.get(1)), columnsEye(c, f.get(1)));
              c.equal(c.op("matmul", TRANSPOSE_A, f.get(2), f.get(2)), columnsEye(c, f.get(2)));
            }),
        Law.of(
            "svd-full",
            "full u and v are orthogonal",
            "eye matmul svd",
            c -> {
              List<Term> f = c.all("svd", Attributes.of("full_matrices", true), any(c));
              c.equal(c.op("matmul", TRANSPOSE_A, f.get(1), f.get(1)), columnsEye(c, f.get(1)));
              c.equal(c.op("matmul", TRANSPOSE_B, f.get(2), f.get(2)), columnsEye(c, f.get(2)));
            }),
        Law.of(
            "svd-eigenvalues",
            "s² = eigenvalues of Aᵀ·A, descending",
            "matmul reverse self_adjoint_eigvals square svd",
            square(
                Kind.GENERAL,
                (c, a) -> {
                  Term s = c.all("svd", Attributes.of("compute_uv", false), a).get(0);
                  Term e = c.op("self_adjoint_eigvals", c.op("matmul", TRANSPOSE_A, a, a));
                  c.equal(
                      c.op("square", s), c.op("reverse", Attributes.of("axis", new int[] {0}), e));
                })),
        Law.of(
            "eig-product",
            "A·V = V·diag(e), Vᵀ·V = I",
            "eye matmul matrix_diag self_adjoint_eig",
            square(
                Kind.SYMMETRIC,
                (c, a) -> {
                  List<Term> f = c.all("self_adjoint_eig", NONE, a);
                  Term v = f.get(1);
                  c.equal(c.op("matmul", a, v), c.op("matmul", v, c.op("matrix_diag", f.get(0))));
                  c.equal(c.op("matmul", TRANSPOSE_A, v, v), eye(c, a));
                })),
        Law.of(
            "eig-trace",
            "trace A = Σ eigenvalues",
            "reduce_sum self_adjoint_eigvals trace",
            square(
                Kind.SYMMETRIC,
                (c, a) ->
                    c.equal(
                        c.op("trace", a), c.op("reduce_sum", c.op("self_adjoint_eigvals", a))))),
        Law.of(
            "eig-determinant",
            "det A = Π eigenvalues",
            "matrix_determinant reduce_prod self_adjoint_eigvals",
            square(
                Kind.SYMMETRIC,
                (c, a) ->
                    c.equal(
                        c.op("matrix_determinant", a),
                        c.op("reduce_prod", c.op("self_adjoint_eigvals", a))))),
        Law.of(
            "eigvals-symmetric",
            "of a symmetric matrix eigvals and self_adjoint_eigvals agree, nothing is imaginary",
            "complex eigvals self_adjoint_eigvals zeros_like",
            square(
                Kind.SYMMETRIC,
                (c, a) -> {
                  Term e = c.op("self_adjoint_eigvals", a);
                  c.equal(c.op("eigvals", a), c.op("complex", e, c.op("zeros_like", e)));
                })),
        Law.of(
            "eigvals-trace",
            "trace A = Σ eigenvalues",
            "eigvals real reduce_sum trace",
            square(
                Kind.BLOCKS,
                (c, a) ->
                    c.equal(
                        c.op("trace", a), c.op("reduce_sum", c.op("real", c.op("eigvals", a)))))),
        Law.of(
            "lstsq-pinv",
            "lstsq(A, B) = A⁺·B",
            "lstsq matmul pinv",
            c -> {
              Term a = any(c);
              Term b = rightHandSide(c, a);
              c.equal(c.op("lstsq", a, b), c.op("matmul", c.op("pinv", a), b));
            }),
        Law.of(
            "lstsq-normal-equations",
            "Aᵀ·(A·X) + λ·X = Aᵀ·B",
            "add lstsq matmul multiply",
            c -> {
              Term a = any(c);
              Term b = rightHandSide(c, a);
              Term x = c.op("lstsq", Attributes.of("l2_regularizer", 0.5), a, b);
              c.equal(
                  c.op(
                      "add",
                      c.op("matmul", TRANSPOSE_A, a, c.op("matmul", a, x)),
                      c.op("multiply", x, c.scalar(0.5))),
                  c.op("matmul", TRANSPOSE_A, a, b));
            }),
        Law.of(
            "pinv-penrose",
            "A·A⁺·A = A, A⁺·A·A⁺ = A⁺",
            "matmul pinv",
            c -> {
              Term a = any(c);
              Term p = c.op("pinv", a);
              c.equal(c.op("matmul", c.op("matmul", a, p), a), a);
              c.equal(c.op("matmul", c.op("matmul", p, a), p), p);
            }),
        Law.of(
            "rank-transposed",
            "rank Aᵀ = rank A, min(m, n) in general position",
            "matrix_rank matrix_transpose",
            c -> {
              Term a = any(c);
              Term rank = c.op("matrix_rank", a);
              c.same(c.op("matrix_rank", t(c, a)), rank);
              c.same(rank, c.of(Tensor.of(Math.min(a.shape().dim(0), a.shape().dim(1)))));
            }),
        Law.of(
            "exp-inverse",
            "exp(A)·exp(−A) = I, exp(0) = I",
            "eye matmul matrix_exp neg zeros_like",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  c.equal(
                      c.op("matmul", c.op("matrix_exp", a), c.op("matrix_exp", c.op("neg", a))),
                      eye(c, a));
                  c.equal(c.op("matrix_exp", c.op("zeros_like", a)), eye(c, a));
                })),
        Law.of(
            "exp-trace",
            "det exp(A) = exp(trace A)",
            "exp matrix_determinant matrix_exp trace",
            square(
                Kind.REGULAR,
                (c, a) ->
                    c.equal(
                        c.op("matrix_determinant", c.op("matrix_exp", a)),
                        c.op("exp", c.op("trace", a))))),
        Law.of(
            "power-by-products",
            "A⁰ = I, A² = A·A, A⁻¹ = inverse(A), A⁵ = A²·A³",
            "eye matmul matrix_inverse matrix_power",
            square(
                Kind.REGULAR,
                (c, a) -> {
                  c.equal(power(c, a, 0), eye(c, a));
                  c.equal(power(c, a, 2), c.op("matmul", a, a));
                  c.equal(power(c, a, -1), c.op("matrix_inverse", a));
                  c.equal(power(c, a, 5), c.op("matmul", power(c, a, 2), power(c, a, 3)));
                })),
        Law.always(
            "band-parts",
            "the upper part of the lower part is the diagonal; all diagonals are all",
            "matrix_band_part",
            c -> {
              Term a = c.floats(c.draw().shape(2, 3), REAL);
              c.same(band(c, band(c, a, -1, 0), 0, -1), band(c, a, 0, 0));
              c.same(band(c, band(c, a, 0, -1), -1, 0), band(c, a, 0, 0));
              c.same(band(c, a, -1, -1), a);
            }),
        Law.always(
            "band-transposed",
            "the lower part of Aᵀ is the upper part of A, transposed",
            "matrix_band_part matrix_transpose",
            c -> {
              Term a = c.floats(c.draw().shape(2, 3), REAL);
              c.same(t(c, band(c, a, -1, 0)), band(c, t(c, a), 0, -1));
              c.same(t(c, t(c, a)), a);
            }),
        Law.of(
            "hessian-negated",
            "a minimum of f is a maximum of −f, a saddle point stays one",
            "equal hessian_classification neg",
            square(
                Kind.SYMMETRIC,
                (c, a) -> {
                  Term kind = c.op("hessian_classification", a);
                  Term other = c.op("hessian_classification", c.op("neg", a));
                  c.same(is(c, kind, 1), is(c, other, 2));
                  c.same(is(c, kind, 2), is(c, other, 1));
                  c.same(is(c, kind, 3), is(c, other, 3));
                })));
  }

  private interface OfMatrix {
    void state(LawCase c, Term a);
  }

  private static Consumer<LawCase> square(Kind kind, OfMatrix body) {
    return c -> {
      int n = Math.max(1, Spectra.size(c.draw()));
      body.state(c, matrix(c, Shape.of(n, n), kind));
    };
  }

  private static Term matrix(LawCase c, Shape shape, Kind kind) {
    return c.of(Spectra.matrices(c.draw(), shape, kind));
  }

  private static Term any(LawCase c) {
    int m = Math.max(1, Spectra.size(c.draw()));
    return matrix(c, Shape.of(m, Math.max(1, Spectra.size(c.draw()))), Kind.GENERAL);
  }

  private static Term rightHandSide(LawCase c, Term a) {
    return c.floats(Shape.of(a.shape().dim(0), c.draw().between(1, 3)), REAL);
  }

  private static Term eye(LawCase c, Term a) {
    return eye(c, a.shape().dim(0));
  }

  private static Term columnsEye(LawCase c, Term q) {
    return eye(c, q.shape().dim(1));
  }

  private static Term eye(LawCase c, int n) {
    return c.op("eye", Attributes.of("num_rows", n).and("dtype", c.draw().dtype()));
  }

  private static Term t(LawCase c, Term a) {
    return c.op("matrix_transpose", a);
  }

  private static Term band(LawCase c, Term a, int lower, int upper) {
    return c.op("matrix_band_part", Attributes.of("num_lower", lower).and("num_upper", upper), a);
  }

  private static Term power(LawCase c, Term a, int n) {
    return c.op("matrix_power", Attributes.of("n", n), a);
  }

  private static Term is(LawCase c, Term kind, int code) {
    return c.op("equal", kind, c.of(Tensor.of(code)));
  }
}
