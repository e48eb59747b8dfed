package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cases of maxima with their places, of global pools and of patches. */
final class PlaceCases {
  private PlaceCases() {}

  static List<OpCases> cases() {
    return List.of(
        PoolCases.windows(
            OpCases.of("max_pool_with_argmax", PlaceCases::withArgmax)
                .reject("C2", ksize(1), tensor(1, 2, 2))
                .reject("C9", ksize(1).and("output_dtype", "float32"), tensor(1, 2, 2, 1))
                .reject("C9", ksize(1).and("output_dtype", "int16"), tensor(1, 2, 2, 1)),
            "C",
            3,
            2,
            1),
        adjoint("max_pool_grad_with_argmax")
            .reject("C5", Attributes.none(), tensor(1, 2, 2, 1), tensor(2), places(0, 1, 1, 2, 1))
            .reject(
                "C6",
                Attributes.none(),
                tensor(1, 2, 2, 1),
                tensor(1, 1, 2, 1),
                places(4, 1, 1, 2, 1))
            .reject(
                "C6",
                Attributes.of("include_batch_in_index", true),
                tensor(2, 2, 2, 1),
                tensor(2, 1, 2, 1),
                places(8, 2, 1, 2, 1)),
        adjoint("max_pool_grad_grad_with_argmax")
            .reject(
                "C5",
                Attributes.none(),
                tensor(1, 2, 2, 1),
                tensor(1, 1, 2, 1),
                places(0, 1, 1, 2, 1))
            .reject(
                "C6",
                Attributes.none(),
                tensor(1, 2, 2, 1),
                tensor(1, 2, 2, 1),
                places(-1, 1, 1, 2, 1)),
        global("global_average_pool"),
        global("global_max_pool"),
        patches("extract_patches", 1),
        patches("extract_patches_grad", 2)
            .reject("C10", sizes(2), tensor(1, 2, 2, 4), tensor(1, 2, 2, 1))
            .reject("C10", sizes(2), tensor(1, 1, 1, 1), tensor(1, 2, 2, 1)));
  }

  private static Attributes ksize(Object size) {
    return Attributes.of("ksize", size);
  }

  private static Attributes sizes(Object size) {
    return Attributes.of("sizes", size);
  }

  private static Tensor places(long value, int... dims) {
    long[] v = new long[Shape.of(dims).elements()];
    Arrays.fill(v, value);
    return Tensor.ofLongs(DType.INT64, Shape.of(dims), v);
  }

  private static Case withArgmax(Draw d) {
    PoolCases.Windows w = PoolCases.windows(d, 2);
    Attributes attrs =
        w.attrs()
            .and("include_batch_in_index", d.flip())
            .and("output_dtype", d.pick(DType.INT64, DType.INT32));
    return new Case("max_pool_with_argmax", List.of(PoolCases.tied(d, w.input())), attrs);
  }

  private static OpCases adjoint(String op) {
    boolean toInput = op.equals("max_pool_grad_with_argmax");
    return OpCases.of(
            op,
            d -> {
              boolean first = d.flip();
              boolean batch = d.flip();
              int n = d.pick(1, 2, 0);
              int c = d.extent(1, 2, 3);
              int h = d.extent(2, 1, 3);
              int w = d.extent(2, 3, 1);
              int oh = d.pick(1, 2, 4, 0);
              int ow = d.pick(2, 1, 3);
              Shape in = first ? Shape.of(n, c, h, w) : Shape.of(n, h, w, c);
              Shape out = first ? Shape.of(n, c, oh, ow) : Shape.of(n, oh, ow, c);
              Tensor places =
                  d.integers(
                      d.pick(DType.INT64, DType.INT32),
                      out,
                      0,
                      Math.max(0, h * w * c * (batch ? n : 1) - 1));
              return new Case(
                  op,
                  List.of(d.floats(in, REAL), d.floats(toInput ? out : in, REAL), places),
                  Attributes.of("include_batch_in_index", batch)
                      .and("data_format", first ? "NCHW" : "NHWC"));
            })
        .reject("C3", Attributes.none(), tensor(1, 2, 2), tensor(1, 2, 2), places(0, 1, 2, 2, 1))
        .reject("C3", Attributes.none(), tensor(1, 2, 2, 1), tensor(1, 2, 2, 1), places(0, 1, 2, 2))
        .reject(
            "C4", Attributes.none(), tensor(1, 2, 2, 1), tensor(2, 1, 2, 1), places(0, 2, 1, 2, 1))
        .reject(
            "C4", Attributes.none(), tensor(1, 2, 2, 1), tensor(1, 1, 1, 2), places(0, 1, 1, 1, 2))
        .reject(
            "C4",
            Attributes.of("data_format", "NCHW"),
            tensor(1, 2, 2, 1),
            tensor(1, 1, 1, 1),
            places(0, 1, 1, 1, 1));
  }

  private static OpCases global(String op) {
    return OpCases.of(
            op,
            d -> {
              String format = d.pick("NHWC", "NCHW", "NWC", "NCW", "NDHWC", "NCDHW");
              int[] dims = new int[format.length()];
              for (int i = 0; i < dims.length; i++) {
                dims[i] =
                    switch (format.charAt(i)) {
                      case 'N' -> d.pick(1, 2, 0);
                      case 'C' -> d.extent(2, 1, 3);
                      default -> d.extent(2, 1, 3, 2, 4, 1, 3, 0);
                    };
              }
              return new Case(
                  op,
                  List.of(d.floats(Shape.of(dims), REAL)),
                  Attributes.of("data_format", format).and("keepdims", d.flip()));
            })
        .reject("C2", Attributes.none(), tensor(1, 2, 2))
        .reject("C2", Attributes.of("data_format", "NCW"), tensor(1, 2, 2, 1))
        .reject("C2", Attributes.none(), tensor());
  }

  /** Cases of extract_patches, or of its adjoint where there are two inputs. */
  private static OpCases patches(String op, int inputs) {
    int c = inputs == 1 ? 1 : 2;
    Tensor x = tensor(1, 3, 3, 1);
    Tensor[] in = inputs == 1 ? new Tensor[] {x} : new Tensor[] {x, x};
    Tensor flat = tensor(3, 3, 1);
    Tensor[] wrong = inputs == 1 ? new Tensor[] {flat} : new Tensor[] {x, flat};
    return OpCases.of(
            op,
            d -> {
              int[] size = new int[2];
              int[] stride = new int[2];
              int[] rate = new int[2];
              int[] dims = new int[2];
              int[] out = new int[2];
              boolean same = d.flip();
              for (int i = 0; i < 2; i++) {
                size[i] = d.pick(2, 1, 3);
                stride[i] = d.pick(1, 2, 3);
                rate[i] = d.pick(1, 2);
                int reach = (size[i] - 1) * rate[i] + 1;
                dims[i] = d.extent(2, 1, 3, 4, 5);
                dims[i] = same ? dims[i] : Math.max(dims[i], reach);
                out[i] =
                    same
                        ? (dims[i] + stride[i] - 1) / stride[i]
                        : (dims[i] - reach) / stride[i] + 1;
              }
              int n = d.pick(1, 2, 0);
              int channels = d.extent(1, 2, 3);
              Tensor images = d.floats(Shape.of(n, dims[0], dims[1], channels), REAL);
              Shape patches = Shape.of(n, out[0], out[1], size[0] * size[1] * channels);
              boolean all = d.flip();
              return new Case(
                  op,
                  inputs == 1 ? List.of(images) : List.of(d.floats(patches, REAL), images),
                  sizes(entries(size, all))
                      .and("strides", entries(stride, all))
                      .and("rates", rate[0] == rate[1] ? rate[0] : entries(rate, all))
                      .and("padding", same ? "SAME" : "VALID"));
            })
        .reject("C" + c, sizes(1), wrong)
        .reject("C" + (c + 1), sizes(List.of(1, 1, 1)), in)
        .reject("C" + (c + 1), sizes(List.of(1, 1, 1, 2)), in)
        .reject("C" + (c + 2), sizes(0), in)
        .reject("C" + (c + 3), sizes(1).and("strides", List.of(2, 1, 1, 1)), in)
        .reject("C" + (c + 4), sizes(1).and("strides", 0), in)
        .reject("C" + (c + 5), sizes(1).and("rates", List.of()), in)
        .reject("C" + (c + 6), sizes(1).and("rates", -1), in)
        .reject("C" + (c + 7), sizes(4), in)
        .reject("C" + (c + 7), sizes(2).and("rates", 3), in);
  }

  private static Object entries(int[] v, boolean all) {
    return all ? new int[] {1, v[0], v[1], 1} : v;
  }
}
