package dev.assay.tck.mutants;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** Mistakes that people make with factorizations of matrices and their derivatives. */
final class DecompositionBugs {
  private DecompositionBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (String op : List.of("matrix_inverse", "matrix_solve", "triangular_solve")) {
      m.add(Mutant.ignored(op, "adjoint", false));
    }
    m.add(Mutant.ignored("triangular_solve", "lower", true));
    m.add(Mutant.ignored("matrix_rank", "tol", 0.0));
    m.add(Mutant.ignored("lstsq", "l2_regularizer", 0.0));
    m.add(
        Mutant.kernel(
            "lstsq",
            "the regularizer counts twice",
            (call, right) ->
                Bug.withAttribute(
                    call, right, "l2_regularizer", 2 * call.attrs().number("l2_regularizer"))));
    m.add(
        Mutant.kernel(
            "matrix_power",
            "the sign of the exponent is lost",
            (call, right) ->
                Bug.withAttribute(call, right, "n", Math.abs(call.attrs().integer("n")))));
    m.add(
        Mutant.kernel(
            "matrix_band_part",
            "lower and upper exchanged",
            (call, right) -> exchangedBands(call)));
    for (String op : List.of("matrix_inverse", "cholesky", "matrix_exp", "pinv")) {
      m.add(
          Mutant.kernel(op, "every matrix is the first", (call, y) -> each(y, t -> firstOnly(t))));
    }
    transposed(m);
    eigen(m);
    m.add(Mutant.kernel("slogdet", "the sign is lost", (c, y) -> with(y, 0, Bug.UNSIGNED::on)));
    m.add(
        Mutant.kernel(
            "matrix_determinant", "the sign is lost", (c, y) -> each(y, Bug.UNSIGNED::on)));
    m.add(
        Mutant.kernel(
            "qr",
            "signs as Householder leaves them",
            (c, y) -> c.in(0).size() == 0 ? y : each(y, Bug.NEGATED::on)));
    m.add(
        Mutant.kernel(
            "matrix_exp", "the exponential of every element", (c, y) -> run("exp", c.inputs())));
    m.add(
        Mutant.kernel(
            "cholesky_solve",
            "one substitution instead of two",
            (c, y) -> run("triangular_solve", c.inputs())));
    m.add(
        Mutant.kernel(
            "triangular_solve",
            "the other triangle is read",
            (c, y) -> tryRun("matrix_solve", c.inputs(), c.attrs(), y)));
    m.add(
        Mutant.kernel(
            "hessian_classification",
            "minimum and maximum exchanged",
            (c, y) -> each(y, t -> longs(t, v -> v == 1 ? 2 : v == 2 ? 1 : v))));
    m.add(
        Mutant.kernel(
            "hessian_classification",
            "an eigenvalue of 0 passes for positive",
            (c, y) -> each(y, t -> longs(t, v -> v == 0 ? 1 : v))));
    m.add(
        Mutant.kernel(
            "matrix_rank",
            "full rank, always",
            (c, y) -> {
              int full = Math.min(c.in(0).shape().dim(-1), c.in(0).shape().dim(-2));
              return each(y, t -> longs(t, v -> full));
            }));
    derivatives(m);
    return m;
  }

  private static void transposed(List<Mutant> m) {
    for (String op :
        List.of("matrix_inverse", "cholesky", "lu", "matrix_cofactor", "matrix_power")) {
      m.add(Mutant.kernel(op, "transposed", (c, y) -> with(y, 0, Bug.TRANSPOSED::on)));
    }
    for (String op :
        List.of(
            "matrix_inverse", "matrix_determinant", "matrix_exp", "cholesky", "slogdet", "lu")) {
      m.add(
          Mutant.derivative(
              op,
              "derivative transposed",
              (c, dy, g) -> List.of(g.get(0).map(Bug.TRANSPOSED::on))));
    }
  }

  private static void eigen(List<Mutant> m) {
    m.add(
        Mutant.kernel(
            "self_adjoint_eigvals", "descending", (c, y) -> each(y, DecompositionBugs::reversed)));
    m.add(
        Mutant.kernel(
            "self_adjoint_eig",
            "descending",
            (c, y) -> List.of(reversed(y.get(0)), reversed(y.get(1)))));
    m.add(
        Mutant.kernel(
            "self_adjoint_eig",
            "signs of vectors as they come",
            (c, y) -> with(y, 1, Bug.NEGATED::on)));
    m.add(
        Mutant.kernel(
            "self_adjoint_eig", "vectors as rows", (c, y) -> with(y, 1, Bug.TRANSPOSED::on)));
    m.add(
        Mutant.kernel(
            "svd",
            "u and v exchanged",
            (c, y) ->
                y.get(1).shape().equals(y.get(2).shape())
                    ? List.of(y.get(0), y.get(2), y.get(1))
                    : y));
    m.add(Mutant.kernel("svd", "vᵀ for v", (c, y) -> with(y, 2, Bug.TRANSPOSED::on)));
    m.add(
        Mutant.kernel(
            "svd", "singular values squared", (c, y) -> with(y, 0, t -> map(t, v -> v * v))));
    m.add(Mutant.kernel("svd", "ascending", (c, y) -> with(y, 0, DecompositionBugs::reversed)));
  }

  private static void derivatives(List<Mutant> m) {
    m.add(
        Mutant.kernel(
            "eigvals",
            "the imaginary part is lost",
            (c, y) -> each(y, t -> everyOther(t, v -> 0))));
    m.add(
        Mutant.kernel(
            "eig", "conjugate vectors", (c, y) -> with(y, 1, t -> everyOther(t, v -> -v))));
    m.add(
        Mutant.derivative("eig", "derivative transposed", (c, dy, g) -> of(g, Bug.TRANSPOSED::on)));
    m.add(
        Mutant.derivative(
            "eigvals", "twice the derivative", (c, dy, g) -> of(g, t -> map(t, v -> 2 * v))));
    m.add(
        Mutant.derivative(
            "cholesky", "the factor ½ is missing", (c, dy, g) -> of(g, t -> map(t, v -> 2 * v))));
    for (String op : List.of("cholesky", "self_adjoint_eig", "self_adjoint_eigvals")) {
      m.add(
          Mutant.derivative(
              op,
              "the derivative of a full symmetric matrix",
              (c, dy, g) -> of(g, DecompositionBugs::symmetrized)));
    }
    m.add(
        Mutant.derivative(
            "triangular_solve",
            "the whole matrix has a derivative",
            (c, dy, g) -> List.of(g.get(0).map(DecompositionBugs::symmetrized), g.get(1))));
    m.add(
        Mutant.derivative(
            "matrix_solve",
            "the derivative by rhs is not adjoint",
            (c, dy, g) -> {
              boolean fits = dy.get(0).shape().equals(c.in(1).shape());
              List<Tensor> x =
                  fits
                      ? tryRun("matrix_solve", List.of(c.in(0), dy.get(0)), c.attrs(), dy)
                      : List.of(g.get(1).orElseThrow());
              return List.of(g.get(0), Optional.of(x.get(0)));
            }));
    m.add(
        Mutant.derivative(
            "pinv",
            "as if square",
            (c, dy, g) -> {
              Tensor y = ReferenceBackend.instance().run(c).get(0);
              Tensor left = matmul(matmul(y, dy.get(0), true, false), y, false, true);
              return List.of(Optional.of(Bug.NEGATED.on(left)));
            }));
    m.add(
        Mutant.derivative(
            "matrix_exp",
            "as if everything commuted",
            (c, dy, g) -> {
              Tensor y = ReferenceBackend.instance().run(c).get(0);
              return List.of(Optional.of(matmul(dy.get(0), y, false, true)));
            }));
    for (String op : List.of("qr", "svd", "lstsq", "matrix_power")) {
      m.add(
          Mutant.derivative(
              op,
              "derivative negated",
              (c, dy, g) -> g.stream().map(x -> x.map(Bug.NEGATED::on)).toList()));
      m.add(
          Mutant.derivative(
              op,
              "one entry of the derivative wrong",
              (c, dy, g) -> g.stream().map(x -> x.map(Bug.ONE_ENTRY::on)).toList()));
    }
  }

  private static List<Tensor> exchangedBands(Call call) {
    Attributes other =
        Attributes.of("num_lower", Math.min(call.attrs().integer("num_upper"), dim(call, -2)))
            .and("num_upper", Math.min(call.attrs().integer("num_lower"), dim(call, -1)));
    return Call.of(call.op(), call.inputs(), other).runReference();
  }

  private static long dim(Call call, int axis) {
    return call.in(0).shape().dim(axis);
  }

  private static List<Tensor> run(String op, List<Tensor> inputs) {
    return Call.of(OpRegistry.get(op), inputs, Attributes.none()).runReference();
  }

  /**
   * Another operation with the same attribute {@code adjoint}; the right result where it refuses.
   */
  private static List<Tensor> tryRun(
      String op, List<Tensor> inputs, Attributes attrs, List<Tensor> right) {
    try {
      Attributes same = Attributes.of("adjoint", attrs.flag("adjoint"));
      return Call.of(OpRegistry.get(op), inputs, same).runReference();
    } catch (AssayException e) {
      return right;
    }
  }

  private static Tensor matmul(Tensor a, Tensor b, boolean ta, boolean tb) {
    Attributes attrs = Attributes.of("transpose_a", ta).and("transpose_b", tb);
    return Call.of(OpRegistry.get("matmul"), List.of(a, b), attrs).runReference().get(0);
  }

  private static List<Tensor> each(List<Tensor> right, UnaryOperator<Tensor> change) {
    return right.stream().map(change).toList();
  }

  private static List<Tensor> with(List<Tensor> right, int i, UnaryOperator<Tensor> change) {
    List<Tensor> y = new ArrayList<>(right);
    y.set(i, change.apply(y.get(i)));
    return y;
  }

  private static List<Optional<Tensor>> of(
      List<Optional<Tensor>> right, UnaryOperator<Tensor> change) {
    return List.of(right.get(0).map(change));
  }

  private static Tensor map(Tensor t, DoubleUnaryOperator f) {
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = f.applyAsDouble(v[i]);
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  private static Tensor everyOther(Tensor t, DoubleUnaryOperator f) {
    double[] v = t.host().doubles().clone();
    for (int i = 1; i < v.length; i += 2) {
      v[i] = f.applyAsDouble(v[i]);
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  private static Tensor longs(Tensor t, LongUnaryOperator f) {
    long[] v = t.toLongs();
    for (int i = 0; i < v.length; i++) {
      v[i] = f.applyAsLong(v[i]);
    }
    return Tensor.of(t.shape(), HostStorage.ofLongs(t.dtype(), v));
  }

  /** The results of the first matrix for all. */
  private static Tensor firstOnly(Tensor t) {
    int size = t.shape().dim(-1) * t.shape().dim(-2);
    double[] v = t.toDoubles();
    for (int i = size; i < v.length; i++) {
      v[i] = v[i % size];
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  /** The last axis backwards. */
  private static Tensor reversed(Tensor t) {
    int n = t.shape().dim(-1);
    double[] v = t.toDoubles();
    double[] w = v.clone();
    for (int i = 0; i < v.length; i++) {
      w[i] = v[i - i % n + n - 1 - i % n];
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), w));
  }

  /** {@code (t + tᵀ)/2} of square matrices. */
  private static Tensor symmetrized(Tensor t) {
    double[] v = t.toDoubles();
    double[] w = Bug.TRANSPOSED.on(t).toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = 0.5 * (v[i] + w[i]);
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }
}
