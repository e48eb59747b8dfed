package dev.assay.opencl.kernel.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.Twins;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies, joins, picks and their adjoints have the reference's bits, whatever the shape. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class MovementTest {
  private static final int[] SIZES = {0, 1, 2, 3, 7, 16, 17, 31, 32, 33, 63, 64, 65, 257, 1009};
  private static final int[] FEW = {0, 1, 3, 17, 33, 64};

  private final Map<Variant, Twins> twins = new EnumMap<>(Variant.class);

  /** All types in the version that processors run, one of each size in the others. */
  private static List<DType> types(Variant variant) {
    return variant == Variant.PACKED
        ? Twins.TYPES
        : List.of(DType.FLOAT32, DType.INT64, DType.INT16, DType.BOOL);
  }

  private Twins twins(Variant variant) {
    return twins.computeIfAbsent(variant, Twins::new);
  }

  @AfterAll
  void close() {
    twins.values().forEach(Twins::close);
  }

  private static Tensor one(String op, Attributes attrs, Tensor... inputs) {
    return Dispatch.one(OpRegistry.get(op), attrs, inputs);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TILED", "PACKED"})
  void matricesAreTurned(Variant variant) {
    Twins twins = twins(variant);
    for (int m : SIZES) {
      for (int n : SIZES) {
        Tensor a = Twins.numbers(DType.FLOAT32, m, n);
        twins.assertSameOne(variant + " " + m + "×" + n, () -> ArrayOps.transpose(a));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TILED", "PACKED"})
  void axesArePermuted(Variant variant) {
    Twins twins = twins(variant);
    int[][] perms = {
      {0, 2, 1, 3},
      {3, 2, 1, 0},
      {2, 0, 3, 1},
      {1, 0, 2, 3},
      {0, 3, 1, 2},
      {0, 1, 2, 3},
      {3, 0, 1, 2}
    };
    for (DType type : types(variant)) {
      for (int[] dims : new int[][] {{2, 3, 5, 17}, {1, 33, 1, 16}, {3, 1, 31, 2}, {4, 0, 2, 3}}) {
        Tensor a = Twins.numbers(type, dims);
        for (int[] perm : perms) {
          twins.assertSameOne(variant + " " + a.shape(), () -> ArrayOps.transpose(a, perm));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void boxesAreCutAndPutBack(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int n : SIZES) {
        Tensor x = Twins.numbers(type, n, 9);
        int begin = n / 3;
        Attributes box =
            Attributes.of("begin", new int[] {begin, 2}).and("size", new int[] {n / 2, 4});
        auto.assertSameOne("slice", () -> one("slice", box, x));
        Attributes steps =
            Attributes.of("begin", new int[] {n, 1})
                .and("end", new int[] {0, 9})
                .and("strides", new int[] {-2, 3});
        auto.assertSameOne("strided_slice", () -> one("strided_slice", steps, x));
        if (type != DType.BOOL) {
          Tensor dy = one("slice", box, x);
          auto.assertSameOne("slice_grad", () -> one("slice_grad", box, dy, x));
          Tensor ds = one("strided_slice", steps, x);
          auto.assertSameOne("strided_slice_grad", () -> one("strided_slice_grad", steps, ds, x));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void bordersAreFilledOrMirroredAndAddedBack(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int n : FEW) {
        Tensor x = Twins.numbers(type, n, 5, 3);
        for (String mode : List.of("CONSTANT", "REFLECT", "SYMMETRIC")) {
          int most = mode.equals("CONSTANT") ? 9 : Math.max(0, mode.equals("REFLECT") ? n - 1 : n);
          for (int[] paddings :
              new int[][] {
                {most, 0, 2, 1, 0, 0}, {0, most, 0, 4, 2, 2}, {most, most, 0, 0, 1, 2}
              }) {
            Attributes attrs = Attributes.of("paddings", paddings).and("mode", mode);
            String what = mode + " " + type + " " + n;
            auto.assertSameOne(what, () -> one("pad", attrs.and("constant_values", -3.7), x));
            if (type != DType.BOOL) {
              Tensor dy = Twins.numbers(type, one("pad", attrs, x).shape().dims());
              auto.assertSameOne(what, () -> one("pad_grad", attrs, dy, x));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void copiesLieSideBySide(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int n : FEW) {
        Tensor x = Twins.numbers(type, 3, n, 2);
        for (int[] multiples : new int[][] {{1, 1, 1}, {2, 3, 1}, {1, 1, 4}, {0, 2, 2}}) {
          Attributes attrs = Attributes.of("multiples", multiples);
          auto.assertSameOne("tile " + type, () -> one("tile", attrs, x));
          if (type != DType.BOOL) {
            Tensor dy = Twins.numbers(type, one("tile", attrs, x).shape().dims());
            auto.assertSameOne("tile_grad " + type, () -> one("tile_grad", attrs, dy, x));
          }
        }
        auto.assertSameOne("reverse", () -> ArrayOps.reverse(x, 0, -2));
        auto.assertSameOne(
            "roll", () -> ArrayOps.roll(x, List.of(-5L, 7L, 9L), List.of(1L, 0L, 1L)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void tensorsAreJoinedAndTakenApart(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int n : FEW) {
        Tensor x = Twins.numbers(type, 3, n, 2);
        for (int axis = 0; axis < 3; axis++) {
          int along = axis;
          Tensor z = Twins.numbers(type, x.shape().with(axis, 5).dims());
          auto.assertSameOne("concat", () -> ArrayOps.concat(List.of(x, z, x), along));
          Attributes part = Attributes.of("axis", axis).and("index", 1);
          Tensor joined = ArrayOps.concat(List.of(x, z, x), axis);
          auto.assertSameOne("concat_part", () -> one("concat_part", part, joined, x, z, x));
          auto.assertSameOne("stack", () -> ArrayOps.stack(List.of(x, x), along));
          auto.assertSame("unstack", () -> ArrayOps.unstack(x, along));
          auto.assertSame("split", () -> ArrayOps.split(z, new int[] {2, 0, -1}, along));
        }
        Tensor row = Twins.numbers(type, n);
        Tensor other = Twins.numbers(type, 4);
        auto.assertSame("meshgrid", () -> ArrayOps.meshgrid(List.of(row, other, row), "xy"));
        auto.assertSame("meshgrid", () -> ArrayOps.meshgrid(List.of(row, other), "ij"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void diagonals(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int[] dims : new int[][] {{3, 3}, {2, 5, 3}, {2, 3, 33}, {0, 4}, {2, 0, 0}}) {
        Tensor x = Twins.numbers(type, dims);
        auto.assertSameOne("matrix_diag", () -> ArrayOps.matrixDiag(x));
        auto.assertSameOne("matrix_diag_part", () -> ArrayOps.matrixDiagPart(x));
        Tensor d = Twins.numbers(type, ArrayOps.matrixDiagPart(x).shape().dims());
        auto.assertSameOne("matrix_set_diag", () -> ArrayOps.matrixSetDiag(x, d));
        if (type.isNumeric()) {
          auto.assertSameOne("trace", () -> one("trace", Attributes.none(), x));
          Tensor dy = one("trace", Attributes.none(), x);
          auto.assertSameOne("trace_grad", () -> one("trace_grad", Attributes.none(), dy, x));
        }
      }
    }
  }

  @Test
  void valuesAreFilledIn() {
    Twins auto = twins(Variant.AUTO);
    for (DType type : Twins.TYPES) {
      for (int n : SIZES) {
        Tensor x = Twins.numbers(type, n, 3);
        auto.assertSameOne("zeros_like", () -> Creation.zerosLike(x));
        auto.assertSameOne("ones_like", () -> Creation.onesLike(x));
        auto.assertSameOne("zeros", () -> Creation.zeros(x.shape(), type));
        auto.assertSameOne("ones", () -> Creation.ones(x.shape(), type));
        Tensor value = Twins.numbers(type);
        auto.assertSameOne("fill", () -> Creation.fill(x.shape(), value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void conditionsChooseAndAreFound(Variant variant) {
    Twins auto = twins(variant);
    for (DType type : types(variant)) {
      for (int n : SIZES) {
        Tensor condition = Twins.numbers(DType.BOOL, n, 1, 3);
        Tensor x = Twins.numbers(type, 2, 3);
        Tensor y = Twins.numbers(type, n, 2, 1);
        auto.assertSameOne("where", () -> Indexing.where(condition, x, y));
        Tensor z = Twins.numbers(type, n, 3);
        auto.assertSameOne("where", () -> Indexing.where(z));
        Tensor mask = Twins.numbers(DType.BOOL, n);
        auto.assertSameOne("boolean_mask", () -> Indexing.booleanMask(z, mask));
        Tensor turned = Twins.numbers(type, 2, n);
        auto.assertSameOne("boolean_mask", () -> Indexing.booleanMask(turned, mask, 1));
      }
    }
  }

  private static Tensor indices(DType type, int limit, int... dims) {
    Shape shape = Shape.of(dims);
    long[] v = new long[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (i * 7919L + 13) % limit;
    }
    return Tensor.ofLongs(type, shape, v);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TILED", "PACKED"})
  void slicesArePickedAndAddedBack(Variant variant) {
    Twins twins = twins(variant);
    for (DType type : types(variant)) {
      for (int n : SIZES) {
        Tensor rows = indices(n % 2 == 0 ? DType.INT32 : DType.INT64, 5, n);
        pickedAndAdded(twins, Twins.numbers(type, 2, 5, 3), rows, Attributes.of("axis", 1));
        pickedAndAdded(twins, Twins.numbers(type, 2, 5), rows, Attributes.of("axis", 1));
        pickedAndAdded(twins, Twins.numbers(type, 5, 70), rows, Attributes.of("axis", 0));
      }
      Tensor batched = indices(DType.INT32, 4, 2, 3, 20);
      Attributes attrs = Attributes.of("axis", 2).and("batch_dims", 1);
      pickedAndAdded(twins, Twins.numbers(type, 2, 6, 4, 3), batched, attrs);
    }
  }

  private static void pickedAndAdded(Twins twins, Tensor x, Tensor rows, Attributes attrs) {
    twins.assertSameOne("gather", () -> one("gather", attrs, x, rows));
    if (x.dtype().isNumeric()) {
      Tensor dy = Twins.numbers(x.dtype(), one("gather", attrs, x, rows).shape().dims());
      twins.assertSameOne("gather_grad", () -> one("gather_grad", attrs, dy, rows, x));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void positionsArePickedAndAddedBack(Variant variant) {
    Twins twins = twins(variant);
    for (DType type : types(variant)) {
      for (int n : FEW) {
        for (int depth = 0; depth <= 3; depth++) {
          Tensor x = Twins.numbers(type, 3, 4, 5);
          Tensor at = indices(DType.INT32, 3, n, depth);
          Attributes none = Attributes.none();
          twins.assertSameOne("gather_nd", () -> one("gather_nd", none, x, at));
          if (type.isNumeric()) {
            Tensor u = Twins.numbers(type, one("gather_nd", none, x, at).shape().dims());
            twins.assertSameOne("gather_nd_grad", () -> one("gather_nd_grad", none, u, at, x));
            twins.assertSameOne(
                "tensor_scatter_add", () -> one("tensor_scatter_add", none, x, at, u));
            Attributes shape = Attributes.of("shape", x.shape().dims());
            twins.assertSameOne("scatter_nd", () -> one("scatter_nd", shape, at, u));
          }
        }
      }
    }
  }
}
