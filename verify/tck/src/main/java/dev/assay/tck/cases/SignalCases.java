package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of complex numbers and Fourier transforms. */
public final class SignalCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    List<OpCases> cases =
        new ArrayList<>(
            List.of(
                OpCases.of("complex", SignalCases::complex)
                    .reject("C4", NONE, tensor(2), tensor(3)),
                unary("real", REAL),
                unary("imag", REAL),
                unary("conj", REAL),
                unary("angle", NONZERO),
                shift("fftshift"),
                shift("ifftshift"),
                OpCases.of("fft_convolve", SignalCases::convolve)
                    .reject("C4", NONE, tensor(), tensor(2))
                    .reject("C4", NONE, tensor(2), tensor())
                    .reject("C5", NONE, tensor(2, 3), tensor(3, 2))
                    .reject("C5", NONE, tensor(2, 3), tensor(3)),
                OpCases.of("fft_correlate", SignalCases::correlate)
                    .reject("C6", NONE, tensor(), tensor(2), tensor(2))
                    .reject("C6", NONE, tensor(3), tensor(2), tensor())
                    .reject("C7", NONE, tensor(2, 3), tensor(2, 2), tensor(2))
                    .reject("C7", NONE, tensor(2, 3), tensor(2, 2), tensor(3, 2))
                    .reject("C8", NONE, tensor(4), tensor(2), tensor(2))
                    .reject("C8", NONE, tensor(1), tensor(2), tensor(0))));
    for (int axes = 1; axes <= 3; axes++) {
      cases.addAll(transforms(axes));
    }
    return cases;
  }

  private static OpCases unary(String op, Domain domain) {
    return OpCases.of(op, d -> new Case(op, List.of(d.complexes(d.shape(0, 3), domain)), NONE));
  }

  private static Case complex(Draw d) {
    Shape full = d.shape(0, 3);
    Shape part = d.broadcastable(full);
    boolean swap = d.flip();
    return new Case(
        "complex",
        List.of(d.floats(swap ? part : full, REAL), d.floats(swap ? full : part, REAL)),
        NONE);
  }

  private static OpCases shift(String op) {
    return OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(0, 3);
              Attributes axes = d.flip() ? Attributes.of("axes", d.axes(shape.rank())) : NONE;
              return new Case(op, List.of(d.floats(shape, REAL)), axes);
            })
        .reject("C1", Attributes.of("axes", 2), tensor(2, 2))
        .reject("C1", Attributes.of("axes", -1), tensor())
        .reject("C2", Attributes.of("axes", List.of(0, -2)), tensor(2, 2));
  }

  private static Case convolve(Draw d) {
    Shape lead = lead(d);
    int m = d.pick(2, 1, 3, 4, 5, 9, 0);
    int n = d.pick(2, 1, 3, 4, 7, 8, 0);
    return new Case("fft_convolve", List.of(vectors(d, lead, m), vectors(d, lead, n)), NONE);
  }

  private static Case correlate(Draw d) {
    Shape lead = lead(d);
    int m = d.pick(2, 1, 3, 4, 5, 9, 0);
    int n = d.pick(2, 1, 3, 4, 7, 8, 0);
    return new Case(
        "fft_correlate",
        List.of(
            vectors(d, lead, m == 0 || n == 0 ? 0 : m + n - 1),
            vectors(d, lead, n),
            vectors(d, lead, m)),
        NONE);
  }

  private static Tensor vectors(Draw d, Shape lead, int n) {
    return d.floats(lead.concat(Shape.of(n)), REAL);
  }

  /** No batch, a batch, an empty batch. */
  private static Shape lead(Draw d) {
    return d.pick(Shape.scalar(), Shape.of(2), Shape.of(1, 3), Shape.of(0));
  }

  /** Sizes of the transformed axes: with one axis every kind of length, with more a few. */
  private static Shape sizes(Draw d, int axes) {
    return switch (axes) {
      case 1 -> Shape.of(d.pick(2, 1, 3, 4, 5, 7, 8, 9, 12, 17, 0));
      case 2 -> Shape.of(d.pick(2, 1, 3, 4, 5, 0), d.pick(3, 2, 1, 4, 5, 0));
      default -> Shape.of(d.pick(2, 1, 3, 4), d.pick(2, 3, 1, 0), d.pick(3, 2, 1, 4));
    };
  }

  private static List<OpCases> transforms(int axes) {
    String d = axes == 1 ? "" : axes + "d";
    List<OpCases> cases = new ArrayList<>();
    int[] flat = new int[axes - 1];
    Arrays.fill(flat, 2);
    int[] cube = new int[axes];
    Arrays.fill(cube, 2);
    Attributes many = length(Shape.of(cube).concat(Shape.of(2)));
    Attributes negative = length(Shape.of(cube)).and("fft_length", negative(axes));
    for (String op : List.of("fft" + d, "ifft" + d)) {
      cases.add(
          OpCases.of(op, c -> new Case(op, List.of(bins(c, axes)), NONE))
              .reject("C2", NONE, complexTensor(flat)));
    }
    cases.add(
        OpCases.of("rfft" + d, c -> rfft(c, axes, false))
            .reject("C2", NONE, tensor(flat))
            .reject("C3", many, tensor(cube))
            .reject("C4", negative, tensor(cube)));
    cases.add(
        OpCases.of("rfft" + d + "_grad", c -> rfft(c, axes, true))
            .reject("C4", NONE, complexTensor(flat), tensor(flat))
            .reject("C5", many, complexTensor(cube), tensor(cube))
            .reject("C6", negative, complexTensor(cube), tensor(cube))
            .reject("C7", NONE, complexTensor(with(cube, 1)), tensor(cube)));
    cases.add(
        OpCases.of("irfft" + d, c -> irfft(c, axes, false))
            .reject("C2", NONE, complexTensor(flat))
            .reject("C3", many, complexTensor(cube))
            .reject("C4", negative, complexTensor(cube)));
    cases.add(
        OpCases.of("irfft" + d + "_grad", c -> irfft(c, axes, true))
            .reject("C4", NONE, tensor(flat), complexTensor(flat))
            .reject("C5", many, tensor(cube), complexTensor(cube))
            .reject("C6", negative, tensor(cube), complexTensor(cube))
            .reject("C7", NONE, tensor(with(cube, 3)), complexTensor(cube)));
    return cases;
  }

  private static int[] with(int[] dims, int last) {
    return Shape.of(dims).with(dims.length - 1, last).dims();
  }

  private static List<Integer> negative(int axes) {
    List<Integer> lengths = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      lengths.add(a == 0 ? -1 : 2);
    }
    return lengths;
  }

  private static Tensor complexTensor(int... dims) {
    return Tensor.zeros(DType.COMPLEX64, Shape.of(dims));
  }

  private static Attributes length(Shape lengths) {
    return Attributes.of("fft_length", lengths.dims());
  }

  private static Tensor bins(Draw d, int axes) {
    return d.complexes(lead(d).concat(sizes(d, axes)), REAL);
  }

  /** The lengths of the axes as they are, or even and odd ones, shorter, longer. */
  private static Shape lengths(Draw d, Shape sizes) {
    int[] n = sizes.dims();
    for (int a = 0; a < n.length; a++) {
      n[a] = Math.max(0, n[a] + d.pick(0, 1, -1, 2, -2));
    }
    return Shape.of(n);
  }

  private static Shape half(Shape real) {
    int n = real.dim(-1);
    return real.with(real.rank() - 1, n == 0 ? 0 : n / 2 + 1);
  }

  private static Case rfft(Draw d, int axes, boolean adjoint) {
    Shape lead = lead(d);
    Shape sizes = sizes(d, axes);
    Shape lengths = d.flip() ? lengths(d, sizes) : sizes;
    Attributes attrs = lengths.equals(sizes) ? NONE : length(lengths);
    Tensor x = d.floats(lead.concat(sizes), REAL);
    String op = axes == 1 ? "rfft" : "rfft" + axes + "d";
    return adjoint
        ? new Case(op + "_grad", List.of(d.complexes(lead.concat(half(lengths)), REAL), x), attrs)
        : new Case(op, List.of(x), attrs);
  }

  private static Case irfft(Draw d, int axes, boolean adjoint) {
    Shape lead = lead(d);
    Shape sizes = axes == 1 ? Shape.of(d.pick(2, 3, 1, 4, 5, 7, 9, 0)) : sizes(d, axes);
    Shape own = sizes.with(axes - 1, Math.max(0, 2 * (sizes.dim(-1) - 1)));
    Shape lengths = d.flip() ? lengths(d, own) : own;
    Attributes attrs = lengths.equals(own) ? NONE : length(lengths);
    Tensor y = d.complexes(lead.concat(sizes), REAL);
    String op = axes == 1 ? "irfft" : "irfft" + axes + "d";
    return adjoint
        ? new Case(op + "_grad", List.of(d.floats(lead.concat(lengths), REAL), y), attrs)
        : new Case(op, List.of(y), attrs);
  }
}
