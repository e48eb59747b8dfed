package dev.assay.opencl.kernel.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.Twins;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tensors that are made, and those whose pixels move, have the reference's bits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class CreationTest {
  private static final int[] SIZES = {0, 1, 2, 3, 17, 33, 64, 257, 1009};

  private Twins twins;

  @BeforeAll
  void open() {
    twins = new Twins(Variant.AUTO);
  }

  @AfterAll
  void close() {
    twins.close();
  }

  private static Tensor one(String op, Attributes attrs, Tensor... inputs) {
    return Dispatch.one(OpRegistry.get(op), attrs, inputs);
  }

  @Test
  void numbersBecomePositions() {
    for (DType type : Twins.TYPES) {
      for (int n : SIZES) {
        twins.assertSameOne("eye", () -> Creation.eye(n % 70, 5, type));
        Tensor indices = Twins.numbers(n % 2 == 0 ? DType.INT64 : DType.INT8, n, 3);
        for (int axis = -1; axis < 2; axis++) {
          int at = axis;
          twins.assertSameOne("one_hot", () -> Creation.oneHot(indices, 6, 2.7, -1, at, type));
        }
        Attributes mask = Attributes.of("dtype", type);
        twins.assertSameOne("sequence_mask", () -> one("sequence_mask", mask, indices));
        twins.assertSameOne(
            "sequence_mask", () -> one("sequence_mask", mask.and("maxlen", 4), indices));
        Attributes band = Attributes.of("num_lower", 1).and("num_upper", n % 2 - 1);
        Tensor x = Twins.numbers(type, 2, n, 3);
        twins.assertSameOne(
            "matrix_band_part", () -> one("matrix_band_part", n == 0 ? none(band) : band, x));
      }
    }
  }

  private static Attributes none(Attributes band) {
    return band.and("num_lower", 0);
  }

  @Test
  void progressions() {
    for (DType type : Twins.TYPES) {
      if (type == DType.BOOL) {
        continue;
      }
      for (int n : SIZES) {
        int limit = type.bytes() == 1 ? n % 100 : n;
        Tensor start = Tensor.of(type, Shape.scalar(), 2);
        Tensor delta = Tensor.of(type, Shape.scalar(), 3);
        Tensor end = Tensor.of(type, Shape.scalar(), 2 + limit);
        twins.assertSameOne("range", () -> Creation.range(start, end, delta));
      }
      Tensor given = Twins.numbers(type, 5);
      Attributes constant = Attributes.of("value", given).and("shape", new int[] {3, 4});
      for (DType to : Twins.TYPES) {
        twins.assertSameOne("constant", () -> one("constant", constant.and("dtype", to)));
      }
      twins.assertSameOne("constant", () -> one("constant", Attributes.of("value", given)));
    }
  }

  /** A step of training that told the device a shape each time copied it there each time. */
  @Test
  void shapesAndSizesStayOnTheHost() {
    Tensor x = Twins.numbers(DType.FLOAT32, 2, 3);
    try (OpenClBackend opencl = new OpenClBackend()) {
      List<Tensor> told =
          Devices.with(
              opencl,
              () -> List.of(ArrayOps.shape(x, DType.INT64), ArrayOps.size(x), ArrayOps.rank(x)));
      assertEquals("[[2 3], 6, 2]", told.toString());
      assertTrue(told.stream().allMatch(t -> t.storage() instanceof HostStorage));
    }
  }

  /** Steps of 1/8 are exact, ends are given exactly, and neither halves nor parts overflow. */
  @Test
  void linspaceKeepsItsEnds() {
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor start = Tensor.of(type, Shape.scalar(), -1.5);
      Tensor stop = Tensor.of(type, Shape.scalar(), 0.5);
      for (int n : new int[] {1, 2, 3, 17}) {
        twins.assertSameOne("linspace", () -> Creation.linspace(start, stop, n));
      }
    }
    Tensor most = Tensor.of(Float.MAX_VALUE);
    Tensor least = Tensor.of(-Float.MAX_VALUE);
    try (OpenClBackend opencl = new OpenClBackend()) {
      float[] y = Devices.with(opencl, () -> Creation.linspace(least, most, 5)).toFloats();
      assertEquals(-Float.MAX_VALUE, y[0]);
      assertEquals(0, y[2]);
      assertEquals(Float.MAX_VALUE, y[4]);
      assertTrue(y[3] > 1.7e38f && y[3] < 1.8e38f, () -> "three quarters are " + y[3]);
    }
  }

  @Test
  void pixelsMove() {
    for (DType type : Twins.TYPES) {
      for (String format : List.of("NHWC", "NCHW")) {
        Attributes block = Attributes.of("block_size", 2).and("data_format", format);
        Tensor x = Twins.numbers(type, 2, 4, 8, 12);
        twins.assertSameOne("space_to_depth", () -> one("space_to_depth", block, x));
        twins.assertSameOne("depth_to_space", () -> one("depth_to_space", block, x));
      }
      Tensor image = Twins.numbers(type, 12, 5, 7, 3);
      int[] blocks = {2, 3};
      Attributes apart =
          Attributes.of("block_shape", blocks).and("paddings", new int[] {1, 2, 0, 2});
      twins.assertSameOne("space_to_batch_nd", () -> one("space_to_batch_nd", apart, image));
      Attributes together =
          Attributes.of("block_shape", blocks).and("crops", new int[] {1, 2, 0, 4});
      twins.assertSameOne("batch_to_space_nd", () -> one("batch_to_space_nd", together, image));
      Attributes none = Attributes.none();
      for (String flip : List.of("flip_left_right", "flip_up_down", "transpose_image")) {
        twins.assertSameOne(flip, () -> one(flip, none, image));
      }
      for (int k = -1; k < 3; k++) {
        Attributes turns = Attributes.of("k", k);
        twins.assertSameOne("rot90", () -> one("rot90", turns, image));
      }
      Attributes target = Attributes.of("target_height", 3).and("target_width", 9);
      String fit = "resize_image_with_crop_or_pad";
      twins.assertSameOne(fit, () -> one(fit, target, image));
      if (type.isNumeric()) {
        Tensor dy = one(fit, target, image);
        twins.assertSameOne(fit, () -> one(fit + "_grad", target, dy, image));
      }
      Attributes half = Attributes.of("central_fraction", 0.5);
      twins.assertSameOne("central_crop", () -> one("central_crop", half, image));
      twins.assertSameOne("fftshift", () -> one("fftshift", none, image));
      twins.assertSameOne("ifftshift", () -> one("ifftshift", none, image));
    }
  }
}
