package dev.assay.opencl.kernel.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.Settings.Variant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of matrices and tensors, every version of the kernels. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class LinAlgKernelsTest {
  /** Around the edges of register blocks (6, 12, 16, 32), tiles (64) and slices of k (192). */
  private static final int[] SIZES = {0, 1, 2, 3, 5, 7, 11, 12, 13, 16, 17, 31, 32, 33, 63, 65, 97};

  private static final int[] DEPTHS = {0, 1, 2, 7, 8, 9, 15, 17, 33, 191, 192, 193, 401};

  private static Call matmul(Tensor a, Tensor b, boolean ta, boolean tb) {
    return Call.of(
        OpRegistry.get("matmul"),
        List.of(a, b),
        Attributes.of("transpose_a", ta).and("transpose_b", tb));
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void matricesOfAllSizes(Variant variant) {
    matricesOfAllSizes(new ProductCases(variant));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void registersOfOtherProcessors(int lanes) {
    matricesOfAllSizes(ProductCases.withLanes(lanes));
  }

  private static void matricesOfAllSizes(ProductCases all) {
    try (ProductCases cases = all) {
      int number = 0;
      for (int m : SIZES) {
        for (int n : SIZES) {
          int k = DEPTHS[number % DEPTHS.length];
          boolean ta = number / 2 % 2 == 1;
          boolean tb = number / 4 % 2 == 1;
          DType dtype = number % 3 == 2 ? DType.FLOAT64 : DType.FLOAT32;
          Tensor a = ta ? cases.random(dtype, k, m) : cases.random(dtype, m, k);
          Tensor b = tb ? cases.random(dtype, n, k) : cases.random(dtype, k, n);
          cases.check(matmul(a, b, ta, tb), k);
          number++;
        }
      }
      assertEquals(SIZES.length * SIZES.length, cases.compared());
    }
  }

  /** Sizes at which tiles are larger, work-items have several blocks, and k has several slices. */
  @ParameterizedTest
  @EnumSource(Variant.class)
  void largeMatrices(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      for (int t = 0; t < 4; t++) {
        boolean ta = t % 2 == 1;
        boolean tb = t / 2 == 1;
        Tensor a = cases.random(DType.FLOAT32, ta ? 389 : 605, ta ? 605 : 389);
        Tensor b = cases.random(DType.FLOAT32, tb ? 551 : 389, tb ? 389 : 551);
        cases.check(matmul(a, b, ta, tb), 389);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void batchesBroadcast(Variant variant) {
    int[][][] leads = {
      {{}, {3}},
      {{3}, {}},
      {{2}, {2}},
      {{2, 1}, {3}},
      {{1, 3}, {2, 1}},
      {{2, 3}, {2, 3}},
      {{2, 1, 3}, {1, 2, 1}},
      {{0}, {1}},
      {{5, 1}, {5, 2}}
    };
    try (ProductCases cases = new ProductCases(variant)) {
      for (int[][] lead : leads) {
        for (int t = 0; t < 4; t++) {
          boolean ta = t % 2 == 1;
          boolean tb = t / 2 == 1;
          Tensor a = cases.random(DType.FLOAT32, with(lead[0], ta ? 9 : 13, ta ? 13 : 9));
          Tensor b = cases.random(DType.FLOAT32, with(lead[1], tb ? 35 : 9, tb ? 9 : 35));
          cases.check(matmul(a, b, ta, tb), 9);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void integersWrap(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      for (DType dtype : List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8)) {
        Tensor big = Tensor.ofLongs(dtype, cases.random(dtype, 5, 70).shape(), powers(350));
        cases.check(matmul(big, cases.random(dtype, 70, 33), false, false), 70);
        cases.check(matmul(cases.random(dtype, 33, 5), big, false, false), 5);
      }
    }
  }

  private static long[] powers(int n) {
    long[] values = new long[n];
    long v = 1;
    for (int i = 0; i < n; i++, v *= 0x5851F42D4C957F2DL) {
      values[i] = v;
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void contractions(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      List<String> equations =
          List.of(
              "ij,jk->ik",
              "ij,jk->ki",
              "ji,jk->ik",
              "ij,kj->ik",
              "bij,bjk->bik",
              "bij,bjk->ikb",
              "ijk,kl->ijl",
              "ijk,jkl->il",
              "ikj,jkl->il",
              "i,i->",
              "i,j->ij",
              "i,j->ji",
              "ij,j->i",
              "ii,ij->j",
              "i,i->ii",
              "ij->ji",
              "ii->i",
              "ij,j,jk->k",
              "i,i,i,i,i->i",
              "ij,k->",
              "bhij,bhjk->bhik",
              "bihd,bjhd->bhij",
              "iji,j->i");
      for (String equation : equations) {
        for (int size : new int[] {0, 1, 2, 13, 35}) {
          List<String> terms = List.of(equation.substring(0, equation.indexOf('-')).split(","));
          if (terms.stream().anyMatch(t -> t.length() > 2) && size == 35) {
            continue;
          }
          for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32)) {
            List<Tensor> operands =
                terms.stream()
                    .map(t -> cases.random(dtype, t.chars().map(c -> size + c % 3).toArray()))
                    .toList();
            String result = equation.substring(equation.indexOf('>'));
            int products =
                String.join("", terms)
                    .chars()
                    .distinct()
                    .filter(c -> result.indexOf(c) < 0)
                    .map(c -> size + c % 3)
                    .reduce(1, (x, y) -> x * y);
            // a product of t factors rounds t − 1 times
            cases.check(
                Call.of(OpRegistry.get("einsum"), operands, Attributes.of("equation", equation)),
                products + terms.size());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void twoRunsGiveTheSameBits(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      Tensor a = cases.random(DType.FLOAT32, 130, 300);
      cases.checkRepeats(matmul(a, a, false, true));
      cases.checkRepeats(matmul(a, a, true, false));
    }
  }

  private static int[] with(int[] lead, int rows, int columns) {
    int[] dims = Arrays.copyOf(lead, lead.length + 2);
    dims[lead.length] = rows;
    dims[lead.length + 1] = columns;
    return dims;
  }
}
