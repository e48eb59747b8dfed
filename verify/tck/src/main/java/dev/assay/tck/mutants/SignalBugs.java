package dev.assay.tck.mutants;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Mistakes that people make with complex numbers and Fourier transforms. */
final class SignalBugs {
  private SignalBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (int axes = 1; axes <= 3; axes++) {
      transforms(m, axes);
    }
    m.add(kernel("fft2d", "rows alone", (c, y) -> run("fft", c.in(0))));
    m.add(kernel("fft2d", "rows twice", (c, y) -> run("fft", run("fft", c.in(0)))));
    m.add(kernel("fft3d", "two axes alone", (c, y) -> run("fft2d", c.in(0))));
    m.add(kernel("fft", "a long odd length wraps around", SignalBugs::cutOff));
    m.add(kernel("fft_convolve", "wraps around", (c, y) -> circular(y)));
    m.add(kernel("fft_correlate", "y not conjugated", SignalBugs::plainCorrelation));
    m.add(kernel("fftshift", "the other way", (c, y) -> run("ifftshift", c.attrs(), c.in(0))));
    m.add(kernel("ifftshift", "the other way", (c, y) -> run("fftshift", c.attrs(), c.in(0))));
    m.add(kernel("fftshift", "axes ignored", (c, y) -> run("fftshift", c.in(0))));
    m.add(kernel("conj", "nothing is done", (c, y) -> c.in(0)));
    m.add(kernel("angle", "the arctangent of the quotient", (c, y) -> arctangent(c.in(0), y)));
    m.add(kernel("abs", "the squared modulus", SignalBugs::squaredModulus));
    m.add(kernel("sqrt", "the other root", (c, y) -> y.dtype().isComplex() ? times(y, -1) : y));
    m.add(kernel("reduce_sum", "imaginary parts lost", (c, y) -> withoutImaginary(y)));
    m.add(kernel("matmul", "the first factor conjugated", (c, y) -> rerun(c, conj(c.in(0)))));
    for (String op :
        List.of(
            "multiply",
            "divide",
            "matmul",
            "exp",
            "log",
            "square",
            "tanh",
            "conj",
            "abs",
            "imag",
            "angle",
            "fft_convolve")) {
      m.add(
          Mutant.derivative(
              op,
              "derivative conjugated",
              (c, dy, right) -> right.stream().map(g -> g.map(SignalBugs::conj)).toList()));
    }
    return m;
  }

  private static void transforms(List<Mutant> m, int axes) {
    String fft = axes == 1 ? "fft" : "fft" + axes + "d";
    UnaryOperator<Tensor> n = x -> times(x, size(x, axes));
    m.add(kernel(fft, "sign of the exponent", (c, y) -> n.apply(run("i" + fft, c.in(0)))));
    m.add(kernel("i" + fft, "not divided by n", (c, y) -> n.apply(y)));
    m.add(
        Mutant.derivative(
            fft,
            "the transform itself",
            (c, dy, right) -> List.of(Optional.of(run(fft, dy.get(0))))));
    m.add(kernel("r" + fft, "bins conjugated", (c, y) -> conj(y)));
    m.add(
        kernel(
            "r" + fft + "_grad",
            "inner bins counted twice",
            (c, y) -> rerun(c, inner(c.in(0), length(c, c.in(1).shape().dim(-1)), 2))));
    m.add(
        kernel(
            "ir" + fft,
            "inner bins counted once",
            (c, y) -> rerun(c, inner(c.in(0), y.shape().dim(-1), 0.5))));
    m.add(
        kernel(
            "ir" + fft + "_grad",
            "inner bins counted once",
            (c, y) -> inner(y, c.in(0).shape().dim(-1), 0.5)));
    m.add(
        Mutant.derivative(
            "ir" + fft,
            "inner bins counted once in the derivative",
            (c, dy, right) ->
                List.of(right.get(0).map(g -> inner(g, dy.get(0).shape().dim(-1), 0.5)))));
  }

  private interface Change {
    Tensor apply(Call call, Tensor right);
  }

  private static Mutant kernel(String op, String name, Change change) {
    return Mutant.kernel(op, name, (c, right) -> List.of(change.apply(c, right.get(0))));
  }

  private static Tensor run(String op, Tensor input) {
    return run(op, Attributes.none(), input);
  }

  private static Tensor run(String op, Attributes attrs, Tensor... inputs) {
    Call call = Call.of(OpRegistry.get(op), List.of(inputs), attrs);
    return ReferenceBackend.instance().run(call).get(0);
  }

  /** The same call on another first tensor. */
  private static Tensor rerun(Call c, Tensor first) {
    List<Tensor> inputs = new ArrayList<>(c.inputs());
    inputs.set(0, first);
    return run(c.op().name(), c.attrs(), inputs.toArray(new Tensor[0]));
  }

  private interface Entry {
    double of(double[] v, int i);
  }

  private static Tensor mapped(Tensor t, Entry f) {
    double[] v = t.toDoubles();
    double[] w = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      w[i] = f.of(v, i);
    }
    return Tensor.of(t.dtype(), t.shape(), w);
  }

  private static Tensor times(Tensor t, double factor) {
    return mapped(t, (v, i) -> v[i] * factor);
  }

  private static Tensor conj(Tensor t) {
    return t.dtype().isComplex() ? mapped(t, (v, i) -> i % 2 == 1 ? -v[i] : v[i]) : t;
  }

  private static Tensor withoutImaginary(Tensor t) {
    return t.dtype().isComplex() ? mapped(t, (v, i) -> i % 2 == 1 ? 0 : v[i]) : t;
  }

  /** The elements of the last axes. */
  private static double size(Tensor t, int axes) {
    double n = 1;
    for (int a = 1; a <= axes; a++) {
      n *= t.shape().dim(-a);
    }
    return n;
  }

  /** The length of the last real axis. */
  private static int length(Call c, int own) {
    int[] given = c.attrs().has("fft_length") ? c.attrs().ints("fft_length") : new int[] {own};
    return given[given.length - 1];
  }

  /** The bins that stand for two, multiplied; {@code length} is that of the real axis. */
  private static Tensor inner(Tensor bins, int length, double factor) {
    int n = bins.shape().dim(-1);
    return mapped(bins, (v, i) -> v[i] * (2L * (i / 2 % n) % length == 0 ? 1 : factor));
  }

  /** What a convolution that is too short for the last element leaves. */
  private static Tensor cutOff(Call c, Tensor y) {
    int n = c.in(0).shape().dim(-1);
    return n < 17 ? y : rerun(c, mapped(c.in(0), (v, i) -> i / 2 % n == n - 1 ? 0 : v[i]));
  }

  /** The last element of every vector added to the first. */
  private static Tensor circular(Tensor y) {
    int n = y.shape().dim(-1);
    if (n < 2 || y.dtype().isComplex()) {
      return y;
    }
    return mapped(y, (v, i) -> i % n == 0 ? v[i] + v[i + n - 1] : i % n == n - 1 ? 0 : v[i]);
  }

  private static Tensor plainCorrelation(Call c, Tensor right) {
    return run(c.op().name(), c.attrs(), c.in(0), conj(c.in(1)), c.in(2));
  }

  private static Tensor arctangent(Tensor z, Tensor right) {
    double[] v = z.toDoubles();
    return mapped(right, (y, i) -> StrictMath.atan(v[2 * i + 1] / v[2 * i]));
  }

  private static Tensor squaredModulus(Call c, Tensor right) {
    return c.in(0).dtype().isComplex() ? mapped(right, (v, i) -> v[i] * v[i]) : right;
  }
}
