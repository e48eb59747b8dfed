package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Identities of Fourier transforms. */
final class SignalLaws {
  private SignalLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>(transforms());
    laws.addAll(realTransforms());
    laws.addAll(convolutions());
    return laws;
  }

  private static List<Law> transforms() {
    List<Law> laws = new ArrayList<>();
    for (String d : List.of("", "2d", "3d")) {
      String there = "fft" + d;
      String back = "ifft" + d;
      laws.add(
          Law.of(
              there + "-inverse",
              back + "(" + there + "(x)) = x",
              there + " " + back,
              c -> {
                Term x = c.complexes(d.isEmpty() ? Shape.of(size(c)) : cube(c, d), REAL);
                c.equal(c.op(back, c.op(there, x)), x);
              }));
    }
    laws.addAll(
        List.of(
            vector(
                "fft-linear",
                "fft(a·x + y) = a·fft(x) + fft(y)",
                "add fft multiply",
                (c, x) -> {
                  Term y = c.complexes(x.shape(), REAL);
                  Term a = c.complexes(Shape.scalar(), REAL);
                  c.equal(
                      c.op("fft", c.op("add", c.op("multiply", a, x), y)),
                      c.op("add", c.op("multiply", a, c.op("fft", x)), c.op("fft", y)));
                }),
            vector(
                "fft-parseval",
                "Σ|xⱼ|² = Σ|fft(x)_k|² / n",
                "abs fft multiply reduce_sum square",
                (c, x) ->
                    c.equal(
                        c.op("multiply", c.scalar(x.shape().dim(0)), energy(c, x)),
                        energy(c, c.op("fft", x)))),
            vector(
                "fft-twice",
                "fft(fft(x))ⱼ = n·x₋ⱼ",
                "add_n fft reverse roll",
                (c, x) -> {
                  Term[] copies = new Term[x.shape().dim(0)];
                  Arrays.fill(copies, mirrored(c, x));
                  c.equal(c.op("fft", c.op("fft", x)), c.op("add_n", copies));
                }),
            vector(
                "fft-conjugate",
                "ifft(conj x)·n = conj fft(x)",
                "add_n conj fft ifft",
                (c, x) -> {
                  Term[] copies = new Term[x.shape().dim(0)];
                  Arrays.fill(copies, c.op("ifft", c.op("conj", x)));
                  c.equal(c.op("add_n", copies), c.op("conj", c.op("fft", x)));
                }),
            Law.of(
                "fft-shift-theorem",
                "fft(x moved by n/4)_k = (−i)ᵏ·fft(x)_k",
                "fft multiply roll",
                c -> {
                  int n = 4 * c.draw().pick(1, 2, 3, 5);
                  Term x = c.complexes(Shape.of(n), REAL);
                  double[] turns = new double[2 * n];
                  for (int k = 0; k < n; k++) {
                    turns[2 * k] = new double[] {1, 0, -1, 0}[k % 4];
                    turns[2 * k + 1] = new double[] {0, -1, 0, 1}[k % 4];
                  }
                  Term phase = c.of(Tensor.of(x.value().dtype(), x.shape(), turns));
                  c.equal(c.op("fft", roll(c, x, n / 4)), c.op("multiply", c.op("fft", x), phase));
                }),
            Law.of(
                "fft2d-by-axes",
                "fft2d = fft of the rows, then of the columns = the other way round",
                "fft fft2d transpose",
                c -> {
                  Term x = c.complexes(cube(c, "2d"), REAL);
                  Term both = c.op("fft2d", x);
                  c.equal(both, columns(c, c.op("fft", x)));
                  c.equal(both, c.op("fft", columns(c, x)));
                }),
            Law.of(
                "fft3d-by-axes",
                "fft3d = fft2d of the last axes, then fft of the first",
                "fft fft2d fft3d transpose",
                c -> {
                  Term x = c.complexes(cube(c, "3d"), REAL);
                  Attributes perm = Attributes.of("perm", new int[] {2, 1, 0});
                  Term last = c.op("transpose", perm, c.op("fft2d", x));
                  c.equal(c.op("fft3d", x), c.op("transpose", perm, c.op("fft", last)));
                }),
            Law.of(
                "fftshift-inverse",
                "ifftshift(fftshift(x)) = fftshift(ifftshift(x)) = x",
                "fftshift ifftshift",
                c -> {
                  Term x = c.floats(c.draw().shape(0, 3), REAL);
                  c.same(c.op("ifftshift", c.op("fftshift", x)), x);
                  c.same(c.op("fftshift", c.op("ifftshift", x)), x);
                }),
            Law.of(
                "fftshift-roll",
                "fftshift = roll by ⌊n/2⌋",
                "fftshift ifftshift roll",
                c -> {
                  int n = size(c);
                  Term x = c.floats(Shape.of(n), REAL);
                  c.same(c.op("fftshift", x), roll(c, x, n / 2));
                  c.same(c.op("ifftshift", x), roll(c, x, -(n / 2)));
                })));
    return laws;
  }

  private static List<Law> realTransforms() {
    List<Law> laws = new ArrayList<>();
    for (String d : List.of("", "2d", "3d")) {
      laws.add(
          Law.of(
              "rfft" + d + "-half",
              "rfft" + d + "(x) = the first bins of fft" + d + "(x + 0i)",
              "complex fft" + d + " rfft" + d + " slice zeros_like",
              c -> {
                Term x = c.floats(d.isEmpty() ? Shape.of(size(c)) : cube(c, d), REAL);
                Term half = c.op("rfft" + d, x);
                int[] begin = new int[x.shape().rank()];
                c.equal(
                    half,
                    c.op(
                        "slice",
                        Attributes.of("begin", begin).and("size", half.shape().dims()),
                        c.op("fft" + d, complex(c, x))));
              }));
      laws.add(
          Law.of(
              "irfft" + d + "-inverse",
              "irfft" + d + "(rfft" + d + "(x)) = x of even and odd lengths",
              "irfft" + d + " rfft" + d,
              c -> {
                Term x = c.floats(d.isEmpty() ? Shape.of(size(c)) : cube(c, d), REAL);
                Attributes length = Attributes.of("fft_length", x.shape().dims());
                c.equal(c.op("irfft" + d, length, c.op("rfft" + d, x)), x);
              }));
    }
    laws.add(
        Law.of(
            "fft-of-real",
            "fft(x)₋ₖ = conj fft(x)_k for a real x",
            "complex conj fft reverse roll zeros_like",
            c -> {
              Term y = c.op("fft", complex(c, c.floats(Shape.of(size(c)), REAL)));
              c.equal(mirrored(c, y), c.op("conj", y));
            }));
    laws.add(
        Law.of(
            "rfft-length",
            "rfft(x, fft_length) = rfft of x padded with zeros",
            "pad rfft",
            c -> {
              int n = size(c);
              int more = c.draw().between(0, 4);
              Term x = c.floats(Shape.of(n), REAL);
              Term padded = c.op("pad", Attributes.of("paddings", new int[] {0, more}), x);
              c.equal(c.op("rfft", Attributes.of("fft_length", n + more), x), c.op("rfft", padded));
            }));
    return laws;
  }

  private static List<Law> convolutions() {
    return List.of(
        Law.of(
            "convolution-theorem",
            "ifft(fft(x)·fft(y)) of padded vectors = their full convolution",
            "complex conv1d fft ifft multiply pad real reshape reverse zeros_like",
            c -> {
              Term x = c.floats(Shape.of(size(c)), REAL);
              Term y = c.floats(Shape.of(size(c)), REAL);
              int n = x.shape().dim(0) + y.shape().dim(0) - 1;
              Term product = c.op("multiply", padded(c, "fft", x, n), padded(c, "fft", y, n));
              c.equal(c.op("real", c.op("ifft", product)), full(c, x, y));
            }),
        Law.of(
            "fft-convolve-is-convolution",
            "fft_convolve(x, y) = the full convolution",
            "conv1d fft_convolve reshape reverse",
            c -> {
              Term x = c.floats(Shape.of(size(c)), REAL);
              Term y = c.floats(Shape.of(size(c)), REAL);
              c.equal(c.op("fft_convolve", x, y), full(c, x, y));
            }),
        Law.of(
            "fft-correlate-is-convolution",
            "fft_correlate(x, y) = the last of the convolution of x with y reversed",
            "conj fft_convolve fft_correlate reverse slice",
            c -> {
              int m = size(c);
              int n = size(c);
              Term x = c.complexes(Shape.of(m + n - 1), REAL);
              Term y = c.complexes(Shape.of(n), REAL);
              Term like = c.complexes(Shape.of(m), REAL);
              Term all = c.op("fft_convolve", x, c.op("conj", reversed(c, y)));
              c.equal(
                  c.op("fft_correlate", x, y, like),
                  c.op("slice", Attributes.of("begin", n - 1).and("size", m), all));
            }),
        Law.of(
            "convolution-theorem-2d",
            "ifft2d(fft2d(x)·fft2d(y)) of padded matrices = their full convolution",
            "complex conv2d fft2d ifft2d multiply pad real reshape reverse zeros_like",
            c -> {
              Term x = c.floats(cube(c, "2d"), REAL);
              Term y = c.floats(cube(c, "2d"), REAL);
              int[] n = new int[2];
              for (int a = 0; a < 2; a++) {
                n[a] = x.shape().dim(a) + y.shape().dim(a) - 1;
              }
              Term product = c.op("multiply", padded(c, "fft2d", x, n), padded(c, "fft2d", y, n));
              c.equal(c.op("real", c.op("ifft2d", product)), full(c, x, y));
            }));
  }

  /** A length: small, odd, prime, of Bluestein's algorithm. */
  private static int size(LawCase c) {
    return c.draw().pick(2, 1, 3, 4, 5, 8, 9, 17, 23);
  }

  private static Shape cube(LawCase c, String d) {
    int rank = d.charAt(0) - '0';
    return Shape.of(IntStream.range(0, rank).map(a -> c.draw().pick(2, 3, 1, 4)).toArray());
  }

  private static Law vector(
      String name, String formula, String ops, BiConsumer<LawCase, Term> body) {
    return Law.of(name, formula, ops, c -> body.accept(c, c.complexes(Shape.of(size(c)), REAL)));
  }

  private static Term complex(LawCase c, Term x) {
    return c.op("complex", x, c.op("zeros_like", x));
  }

  private static Term energy(LawCase c, Term x) {
    return c.op("reduce_sum", c.op("square", c.op("abs", x)));
  }

  private static Term roll(LawCase c, Term x, int shift) {
    return c.op("roll", Attributes.of("shift", shift).and("axis", 0), x);
  }

  private static Term reversed(LawCase c, Term x) {
    return c.op(
        "reverse", Attributes.of("axis", IntStream.range(0, x.shape().rank()).toArray()), x);
  }

  /** {@code x₋ⱼ}: the first stays, the others in the other order. */
  private static Term mirrored(LawCase c, Term x) {
    return roll(c, reversed(c, x), 1);
  }

  /** The transforms of the columns of a matrix. */
  private static Term columns(LawCase c, Term x) {
    Attributes perm = Attributes.of("perm", new int[] {1, 0});
    return c.op("transpose", perm, c.op("fft", c.op("transpose", perm, x)));
  }

  /** The transform of x padded with zeros at the ends. */
  private static Term padded(LawCase c, String fft, Term x, int... sizes) {
    int[] paddings = new int[2 * sizes.length];
    for (int a = 0; a < sizes.length; a++) {
      paddings[2 * a + 1] = sizes[a] - x.shape().dim(a);
    }
    return c.op(fft, complex(c, c.op("pad", Attributes.of("paddings", paddings), x)));
  }

  /** The full convolution of two vectors or matrices: a cross-correlation with y reversed. */
  private static Term full(LawCase c, Term x, Term y) {
    Shape one = Shape.of(1);
    String conv = x.shape().rank() == 1 ? "conv1d" : "conv2d";
    Term input = reshaped(c, x, one.concat(x.shape()).concat(one));
    Term filter = reshaped(c, reversed(c, y), y.shape().concat(one).concat(one));
    Term sums = c.op(conv, Attributes.of("padding", "FULL"), input, filter);
    return reshaped(c, sums, sums.shape().slice(1, sums.shape().rank() - 1));
  }

  private static Term reshaped(LawCase c, Term x, Shape shape) {
    return c.op("reshape", Attributes.of("shape", shape.dims()), x);
  }
}
