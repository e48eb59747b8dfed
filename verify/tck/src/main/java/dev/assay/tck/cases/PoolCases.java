package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Cases of pooling and of moving blocks. */
public final class PoolCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    List<OpCases> pools = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      pools.add(windows(forward("max_pool", n), "C", 3, n));
      pools.add(windows(forward("avg_pool", n), "C", 3, n));
      pools.add(maxGrad(n, true));
      pools.add(maxGrad(n, false));
      pools.add(avgGrad(n));
    }
    return Stream.of(pools, PlaceCases.cases(), SpaceCases.cases()).flatMap(List::stream).toList();
  }

  private static String name(String kind, int n) {
    return kind + List.of("1d", "", "3d").get(n - 1);
  }

  /** An input's shape, windows over it, and the shape of what they give. */
  record Windows(Shape input, Attributes attrs, Shape output) {}

  /**
   * Windows of the boundary lattice: of one cell, as large as the input, larger with padding,
   * further apart than they are wide, of even width; no images, one channel, either format.
   */
  static Windows windows(Draw d, int n) {
    boolean first = d.flip();
    int most = n == 3 ? 3 : 5;
    int[] in = new int[n];
    int[] size = new int[n];
    int[] stride = new int[n];
    int[] out = new int[n];
    int[] paddings = new int[2 * n];
    String padding = d.pick("VALID", "SAME", "EXPLICIT", "FULL", "CAUSAL");
    boolean alike = d.flip();
    for (int i = 0; i < n; i++) {
      in[i] = d.extent(2, 1, 3, 4, 5);
      in[i] = in[i] <= 5 ? in[i] % (most + 1) : in[i];
      in[i] = Math.max(in[i], 1);
      size[i] = alike && i > 0 ? size[0] : d.pick(2, 1, 3, 4);
      stride[i] = alike && i > 0 ? stride[0] : d.pick(1, 2, 3);
      switch (padding) {
        case "VALID" -> in[i] = Math.max(in[i], size[i]);
        case "SAME" -> in[i] = d.choose(12) == 11 ? 0 : in[i];
        case "EXPLICIT" -> {
          paddings[2 * i] = d.choose(size[i]);
          paddings[2 * i + 1] = d.choose(size[i]);
          in[i] = Math.max(in[i], size[i] - paddings[2 * i] - paddings[2 * i + 1]);
        }
        default -> {}
      }
      int around =
          switch (padding) {
            case "FULL" -> 2 * (size[i] - 1);
            case "CAUSAL" -> size[i] - 1;
            default -> paddings[2 * i] + paddings[2 * i + 1];
          };
      out[i] =
          padding.equals("SAME")
              ? (in[i] + stride[i] - 1) / stride[i]
              : (in[i] + around - size[i]) / stride[i] + 1;
    }
    int batch = d.pick(1, 2, 0);
    int channels = d.extent(1, 2, 3);
    Attributes attrs =
        Attributes.of("padding", padding)
            .and("ksize", entries(size, alike, first, d.choose(3), 1))
            .and("strides", entries(stride, alike, first, d.choose(3), 1));
    if (padding.equals("EXPLICIT")) {
      attrs = attrs.and("explicit_paddings", entries(paddings, false, first, d.choose(3), 0));
    }
    if (first) {
      attrs = attrs.and("data_format", "NC" + "DHW".substring(3 - n));
    }
    return new Windows(
        shape(batch, in, channels, first), attrs, shape(batch, out, channels, first));
  }

  /** As one number where all are equal, for the spatial axes, or for every axis. */
  private static Object entries(int[] v, boolean alike, boolean first, int way, int rest) {
    if (alike && way == 1) {
      return v[0];
    }
    if (way < 2) {
      return v;
    }
    int each = 2 - rest;
    List<Integer> all = new ArrayList<>(Arrays.stream(v).boxed().toList());
    for (int e = 0; e < each; e++) {
      all.add(first ? 0 : all.size(), rest);
    }
    for (int e = 0; e < each; e++) {
      all.add(0, rest);
    }
    return all;
  }

  private static Shape shape(int batch, int[] spatial, int channels, boolean first) {
    Shape s = Shape.of(spatial);
    return first
        ? Shape.of(batch, channels).concat(s)
        : Shape.of(batch).concat(s).concat(Shape.of(channels));
  }

  /** An input of a maximum: of few integers, so that ties abound, where values are integers. */
  static Tensor tied(Draw d, Shape shape) {
    return d.values() == Draw.Values.INTEGERS
        ? d.integers(d.dtype(), shape, 1, 3)
        : d.floats(shape, REAL);
  }

  private static OpCases forward(String kind, int n) {
    return OpCases.of(
            name(kind, n),
            d -> {
              Windows w = windows(d, n);
              boolean max = kind.equals("max_pool");
              Tensor x = max ? tied(d, w.input()) : d.floats(w.input(), REAL);
              return new Case(name(kind, n), List.of(x), w.attrs());
            })
        .reject("C2", ksize(1), tensor(1, 2))
        .reject("C2", ksize(1), tensor(1, 2, 2, 2, 2, 2));
  }

  private static OpCases maxGrad(int n, boolean toInput) {
    String op = name("max_pool", n) + (toInput ? "_grad" : "_grad_grad");
    Tensor x = cube(n, 3);
    OpCases cases =
        OpCases.of(
                op,
                d -> {
                  Windows w = windows(d, n);
                  return new Case(
                      op,
                      List.of(
                          tied(d, w.input()),
                          d.floats(w.output(), REAL),
                          d.floats(toInput ? w.output() : w.input(), REAL)),
                      w.attrs());
                })
            .reject("C6", ksize(1), tensor(1, 2), tensor(1, 2), tensor(1, 2))
            .reject("C15", ksize(2), x, x, x)
            .reject("C15", ksize(1), x, cube(n, 2), x)
            .reject("C16", ksize(2), x, cube(n, 2), cube(n, 1));
    return windows(cases, "orig", 7, n);
  }

  private static OpCases avgGrad(int n) {
    String op = name("avg_pool", n) + "_grad";
    Tensor sizes = sizes(cube(n, 3).shape(), DType.INT32);
    long[] negative = sizes.toLongs();
    negative[0] = -1;
    OpCases cases =
        OpCases.of(
                op,
                d -> {
                  Windows w = windows(d, n);
                  return new Case(
                      op,
                      List.of(
                          sizes(w.input(), d.pick(DType.INT32, DType.INT64)),
                          d.floats(w.output(), REAL)),
                      w.attrs());
                })
            .reject("C3", ksize(1), Tensor.of(new int[] {1, 2}), cube(n, 2))
            .reject("C3", ksize(1), Tensor.of(1), cube(n, 2))
            .reject("C4", ksize(1), sizes, tensor(2))
            .reject(
                "C5", ksize(1), Tensor.ofLongs(DType.INT64, Shape.of(n + 2), negative), cube(n, 3))
            .reject("C14", ksize(2), sizes, cube(n, 3))
            .reject("C14", ksize(1).and("strides", 2), sizes, cube(n, 3));
    return windows(cases, "sizes", 6, n);
  }

  /**
   * Rejects of the eight constraints on windows.
   *
   * @param first the number of the first of them
   * @param inputs C: one tensor; orig: three; sizes: a shape and a tensor
   */
  private static OpCases windows(OpCases cases, String inputs, int first, int n) {
    return windows(cases, inputs, first, n, 0);
  }

  /** As above, with so many other constraints between the first six and the last two. */
  static OpCases windows(OpCases cases, String inputs, int first, int n, int between) {
    Tensor x = cube(n, 3);
    Tensor[] in =
        switch (inputs) {
          case "orig" -> new Tensor[] {x, x, x};
          case "sizes" -> new Tensor[] {sizes(x.shape(), DType.INT32), x};
          default -> new Tensor[] {x};
        };
    int[] allTwo = new int[n + 2];
    Arrays.fill(allTwo, 2);
    int[] wide = new int[2 * n];
    Arrays.fill(wide, 2);
    int[] below = new int[2 * n];
    below[2 * n - 1] = -1;
    Attributes explicit = Attributes.of("padding", "EXPLICIT");
    return cases
        .reject("C" + first, ksize(new int[n + 3]), in)
        .reject("C" + first, ksize(allTwo), in)
        .reject("C" + (first + 1), ksize(0), in)
        .reject("C" + (first + 1), ksize(1L << 31), in)
        .reject("C" + (first + 2), ksize(1).and("strides", new int[0]), in)
        .reject("C" + (first + 2), ksize(1).and("strides", allTwo), in)
        .reject("C" + (first + 3), ksize(1).and("strides", -1), in)
        .reject("C" + (first + 4), ksize(1).and("padding", "EXPLICIT"), in)
        .reject("C" + (first + 4), ksize(1).and("explicit_paddings", wide), in)
        .reject("C" + (first + 5), explicit.and("ksize", 1).and("explicit_paddings", below), in)
        .reject("C" + (first + between + 6), ksize(4), in)
        .reject("C" + (first + between + 6), ksize(Integer.MAX_VALUE), in)
        .reject(
            "C" + (first + between + 7),
            explicit.and("ksize", 2).and("explicit_paddings", wide),
            in);
  }

  private static Attributes ksize(Object size) {
    return Attributes.of("ksize", size);
  }

  /** One image of one channel, as long along each of n axes. */
  private static Tensor cube(int n, int size) {
    int[] dims = new int[n + 2];
    Arrays.fill(dims, size);
    dims[0] = 1;
    dims[n + 1] = 1;
    return tensor(dims);
  }

  private static Tensor sizes(Shape shape, DType type) {
    long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
    return Tensor.ofLongs(type, Shape.of(dims.length), dims);
  }
}
