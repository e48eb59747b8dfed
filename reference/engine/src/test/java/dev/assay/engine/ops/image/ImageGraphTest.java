package dev.assay.engine.ops.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images in a graph that knows no dimension: results and gradients are those of an eager call. */
class ImageGraphTest {
  /** A call to make both ways. */
  record Example(String op, Attributes attrs, List<Tensor> inputs) {
    @Override
    public String toString() {
      return op + attrs;
    }
  }

  private static Tensor floats(int... dims) {
    SplittableRandom r = new SplittableRandom(Arrays.hashCode(dims));
    double[] v = new double[Shape.of(dims).elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = 0.05 + 0.9 * r.nextDouble();
    }
    return Tensor.of(DType.FLOAT64, Shape.of(dims), v);
  }

  private static Example example(String op, Attributes attrs, Tensor... inputs) {
    return new Example(op, attrs, List.of(inputs));
  }

  static Stream<Example> examples() {
    Attributes none = Attributes.none();
    Attributes size = Attributes.of("size", new int[] {4, 3});
    Attributes box =
        Attributes.of("offset_height", 1)
            .and("offset_width", 0)
            .and("target_height", 2)
            .and("target_width", 3);
    Attributes outer = box.and("target_height", 5).and("target_width", 4);
    Attributes crop = Attributes.of("crop_size", new int[] {2, 3});
    Tensor boxes = floats(2, 4);
    Tensor at = Tensor.of(new int[] {1, 0});
    Tensor image = floats(2, 3, 3, 3);
    return Stream.of(
        example("flip_left_right", none, image),
        example("rot90", Attributes.of("k", 3), image),
        example("crop_to_bounding_box", box, image),
        example("pad_to_bounding_box", outer, image),
        example(
            "resize_image_with_crop_or_pad",
            Attributes.of("target_height", 5).and("target_width", 2),
            image),
        example("central_crop", Attributes.of("central_fraction", 0.4), image),
        example("resize_nearest_neighbor", size, image),
        example("resize_bilinear", size.and("half_pixel_centers", true), image),
        example("resize_bilinear_grad", size, floats(2, 4, 3, 3), image),
        example("resize_bicubic", size, image),
        example("resize_area", size, image),
        example("crop_and_resize", crop, image, boxes, at),
        example("crop_and_resize_grad_image", crop, floats(2, 2, 3, 3), boxes, at, image),
        example("crop_and_resize_grad_boxes", crop, floats(2, 2, 3, 3), image, boxes, at),
        example("rgb_to_grayscale", none, image),
        example("grayscale_to_rgb", none, floats(2, 3, 1)),
        example("rgb_to_hsv", none, image),
        example("hsv_to_rgb", none, image),
        example("adjust_hue", Attributes.of("delta", 0.3), image),
        example("adjust_saturation", Attributes.of("saturation_factor", 0.7), image),
        example("adjust_contrast", Attributes.of("contrast_factor", 1.5), image),
        example("adjust_gamma", Attributes.of("gamma", 2.2), image),
        example("per_image_standardization", none, image),
        example("image_gradients", none, image),
        example("total_variation", none, image));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void agreesWithTheCallAtOnce(Example e) {
    Op op = OpRegistry.get(e.op());
    Graph g = new Graph();
    Map<Tensor, Tensor> feeds = new HashMap<>();
    List<Tensor> symbols = e.inputs().stream().map(x -> unknown(g, x, feeds)).toList();
    List<Tensor> now = Dispatch.call(op, e.attrs(), e.inputs());
    List<Tensor> later = Dispatch.call(op, e.attrs(), symbols);
    List<Tensor> dy = now.stream().map(y -> floats(y.shape().dims())).toList();
    List<Tensor> laterDy = dy.stream().map(y -> unknown(g, y, feeds)).toList();
    List<Optional<Tensor>> want = Vjps.byRule(Call.of(op, e.inputs(), e.attrs()), now, dy);
    List<Optional<Tensor>> got = Vjps.byRule(Call.of(op, symbols, e.attrs()), later, laterDy);
    try (Session session = new Session(g)) {
      for (int i = 0; i < now.size(); i++) {
        assertSame(now.get(i), session.run(later.get(i), feeds));
      }
      for (int i = 0; i < want.size(); i++) {
        if (want.get(i).isPresent()) {
          assertSame(want.get(i).get(), session.run(got.get(i).orElseThrow(), feeds));
        }
      }
    }
  }

  private static void assertSame(Tensor want, Tensor got) {
    assertTrue(want.sameAs(got), () -> "expected " + want + ", got " + got);
  }

  private static Tensor unknown(Graph g, Tensor x, Map<Tensor, Tensor> feeds) {
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, Shape.UNKNOWN);
    Tensor s = g.placeholder(x.dtype(), Shape.of(dims));
    feeds.put(s, x);
    return s;
  }
}
