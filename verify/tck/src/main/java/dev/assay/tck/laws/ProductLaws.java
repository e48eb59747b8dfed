package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.function.Consumer;

/** Identities of the products of matrices and tensors. */
final class ProductLaws {
  private static final Attributes TRANSPOSED = Attributes.of("perm", new int[] {1, 0});

  private ProductLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "matmul-by-identity",
            "I·x = x·I = x",
            "eye matmul",
            c -> {
              Term x = matrix(c);
              Attributes type = Attributes.of("dtype", c.draw().dtype());
              Term left = c.op("eye", type.and("num_rows", x.shape().dim(0)));
              Term right = c.op("eye", type.and("num_rows", x.shape().dim(1)));
              c.same(c.op("matmul", left, x), x);
              c.same(c.op("matmul", x, right), x);
            }),
        Law.of(
            "matmul-transposed",
            "(A·B)ᵀ = Bᵀ·Aᵀ",
            "matmul transpose",
            product(
                (c, a, b) ->
                    c.equal(
                        transposed(c, c.op("matmul", a, b)),
                        c.op("matmul", transposed(c, b), transposed(c, a))))),
        Law.of(
            "matmul-transpose-attributes",
            "matmul(Aᵀ, Bᵀ, transpose_a, transpose_b) = A·B",
            "matmul transpose",
            product(
                (c, a, b) ->
                    c.equal(
                        c.op(
                            "matmul",
                            Attributes.of("transpose_a", true).and("transpose_b", true),
                            transposed(c, a),
                            transposed(c, b)),
                        c.op("matmul", a, b)))),
        Law.of(
            "matmul-distributes",
            "A·(B + C) = A·B + A·C",
            "add matmul",
            product(
                (c, a, b) -> {
                  Term other = c.floats(b.shape(), REAL);
                  c.equal(
                      c.op("matmul", a, c.op("add", b, other)),
                      c.op("add", c.op("matmul", a, b), c.op("matmul", a, other)));
                })),
        Law.of(
            "matmul-by-blocks",
            "A·B = Σ over halves of the inner axis",
            "add matmul split",
            c -> {
              int m = c.draw().positiveSize();
              int n = c.draw().positiveSize();
              int half = c.draw().positiveSize();
              Term a = c.floats(Shape.of(m, 2 * half), REAL);
              Term b = c.floats(Shape.of(2 * half, n), REAL);
              Attributes two = Attributes.of("num_or_size_splits", 2);
              List<Term> left = c.all("split", two.and("axis", 1), a);
              List<Term> right = c.all("split", two.and("axis", 0), b);
              c.equal(
                  c.op("matmul", a, b),
                  c.op(
                      "add",
                      c.op("matmul", left.get(0), right.get(0)),
                      c.op("matmul", left.get(1), right.get(1))));
            }),
        Law.of(
            "matmul-rows",
            "(A∘π)·B = (A·B)∘π for a permutation of the rows",
            "gather matmul",
            product(
                (c, a, b) -> {
                  Term order = c.permutation(a.shape().dim(0));
                  c.alike(
                      c.op("matmul", c.op("gather", a, order), b),
                      c.op("gather", c.op("matmul", a, b), order));
                })),
        Law.of(
            "matmul-batch",
            "a batch of products is the products stacked",
            "matmul stack unstack",
            c -> {
              int batch = c.draw().positiveSize();
              int k = c.draw().size();
              Term a = c.floats(Shape.of(batch, c.draw().positiveSize(), k), REAL);
              Term b = c.floats(Shape.of(batch, k, c.draw().positiveSize()), REAL);
              List<Term> as = c.all("unstack", Attributes.none(), a);
              List<Term> bs = c.all("unstack", Attributes.none(), b);
              Term[] products = new Term[batch];
              for (int i = 0; i < batch; i++) {
                products[i] = c.op("matmul", as.get(i), bs.get(i));
              }
              c.alike(c.op("matmul", a, b), c.op("stack", products));
            }),
        Law.of(
            "matvec-by-matmul",
            "A·v = A·(v as a column)",
            "expand_dims matmul matvec squeeze",
            c -> {
              Term a = matrix(c);
              Term v = c.floats(Shape.of(a.shape().dim(1)), REAL);
              Attributes last = Attributes.of("axis", -1);
              Term column = c.op("matmul", a, c.op("expand_dims", last, v));
              c.equal(
                  c.op("matvec", a, v),
                  c.op("squeeze", Attributes.of("axis", new int[] {1}), column));
            }),
        Law.of(
            "einsum-matmul",
            "einsum ij,jk->ik = A·B",
            "einsum matmul",
            product(
                (c, a, b) ->
                    c.equal(c.op("einsum", equation("ij,jk->ik"), a, b), c.op("matmul", a, b)))),
        Law.of(
            "einsum-batch-matmul",
            "einsum bij,bjk->bik = batched A·B",
            "einsum matmul",
            c -> {
              int batch = c.draw().positiveSize();
              int k = c.draw().size();
              Term a = c.floats(Shape.of(batch, c.draw().size(), k), REAL);
              Term b = c.floats(Shape.of(batch, k, c.draw().size()), REAL);
              c.equal(c.op("einsum", equation("bij,bjk->bik"), a, b), c.op("matmul", a, b));
            }),
        Law.of(
            "einsum-transpose",
            "einsum ij->ji = Aᵀ",
            "einsum transpose",
            c -> {
              Term a = matrix(c);
              c.same(c.op("einsum", equation("ij->ji"), a), transposed(c, a));
            }),
        Law.of(
            "einsum-sum",
            "einsum ij-> = Σ A, ij->i = Σ over columns",
            "einsum reduce_sum",
            c -> {
              Term a = matrix(c);
              c.equal(c.op("einsum", equation("ij->"), a), c.op("reduce_sum", a));
              c.equal(
                  c.op("einsum", equation("ij->i"), a),
                  c.op("reduce_sum", Attributes.of("axis", 1), a));
            }),
        Law.of(
            "tensordot-matmul",
            "tensordot(A, B, axes = 1) = A·B",
            "matmul tensordot",
            product(
                (c, a, b) ->
                    c.equal(
                        c.op("tensordot", Attributes.of("axes", 1), a, b), c.op("matmul", a, b)))),
        Law.of(
            "tensordot-outer",
            "tensordot(a, b, axes = 0) = outer(a, b)",
            "outer tensordot",
            vectors(
                (c, a, b) ->
                    c.equal(
                        c.op("tensordot", Attributes.of("axes", 0), a, b), c.op("outer", a, b)))),
        Law.of(
            "outer-by-matmul",
            "outer(a, b) = column·row",
            "expand_dims matmul outer",
            vectors(
                (c, a, b) ->
                    c.equal(
                        c.op("outer", a, b),
                        c.op(
                            "matmul",
                            c.op("expand_dims", Attributes.of("axis", 1), a),
                            c.op("expand_dims", Attributes.of("axis", 0), b))))),
        Law.of(
            "outer-transposed",
            "outer(a, b)ᵀ = outer(b, a)",
            "outer transpose",
            vectors((c, a, b) -> c.same(transposed(c, c.op("outer", a, b)), c.op("outer", b, a)))),
        Law.of(
            "trace-by-diagonal",
            "trace A = Σ diag A",
            "matrix_diag_part reduce_sum trace",
            c -> {
              Term a = matrix(c);
              c.equal(c.op("trace", a), c.op("reduce_sum", c.op("matrix_diag_part", a)));
            }),
        Law.of(
            "trace-cyclic",
            "trace(A·B) = trace(B·A)",
            "matmul trace",
            c -> {
              Term a = matrix(c);
              Term b = c.floats(Shape.of(a.shape().dim(1), a.shape().dim(0)), REAL);
              c.equal(c.op("trace", c.op("matmul", a, b)), c.op("trace", c.op("matmul", b, a)));
            }));
  }

  private interface Two {
    void state(LawCase c, Term a, Term b);
  }

  private static Consumer<LawCase> product(Two body) {
    return c -> {
      int k = c.draw().size();
      Term a = c.floats(Shape.of(c.draw().positiveSize(), k), REAL);
      body.state(c, a, c.floats(Shape.of(k, c.draw().positiveSize()), REAL));
    };
  }

  private static Consumer<LawCase> vectors(Two body) {
    return c -> {
      Term a = c.floats(Shape.of(c.draw().size()), REAL);
      body.state(c, a, c.floats(Shape.of(c.draw().size()), REAL));
    };
  }

  private static Term matrix(LawCase c) {
    return c.floats(Shape.of(c.draw().positiveSize(), c.draw().positiveSize()), REAL);
  }

  private static Term transposed(LawCase c, Term a) {
    return c.op("transpose", TRANSPOSED, a);
  }

  private static Attributes equation(String text) {
    return Attributes.of("equation", text);
  }
}
