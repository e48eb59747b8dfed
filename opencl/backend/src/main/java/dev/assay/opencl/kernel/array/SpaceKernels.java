package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.array.View.Bounded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Blocks of pixels as channels or as images, parts of images, bands of matrices. */
final class SpaceKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("space_to_depth", Movement.of(SpaceKernels::deep));
    ops.put("depth_to_space", Movement.of(SpaceKernels::wide));
    ops.put("space_to_batch_nd", (Movement) SpaceKernels::apart);
    ops.put("batch_to_space_nd", (Movement) SpaceKernels::together);
    ops.put("matrix_band_part", (Movement) SpaceKernels::band);
    return ops;
  }

  private static boolean lastChannels(Call c) {
    return c.attrs().text("data_format").equals("NHWC");
  }

  /**
   * {@code [N, H, W, C]} as {@code [N, y, i, x, j, C]}, rearranged to {@code [N, y, x, i, j, C]}.
   */
  private static View deep(Call c) {
    int b = c.attrs().int32("block_size");
    int[] s = c.in(0).shape().dims();
    return lastChannels(c)
        ? View.of(s[0], s[1] / b, b, s[2] / b, b, s[3]).permuted(0, 1, 3, 2, 4, 5)
        : View.of(s[0], s[1], s[2] / b, b, s[3] / b, b).permuted(0, 3, 5, 1, 2, 4);
  }

  private static View wide(Call c) {
    int b = c.attrs().int32("block_size");
    int[] s = c.in(0).shape().dims();
    return lastChannels(c)
        ? View.of(s[0], s[1], s[2], b, b, s[3] / (b * b)).permuted(0, 1, 3, 2, 4, 5)
        : View.of(s[0], b, b, s[1] / (b * b), s[2], s[3]).permuted(0, 3, 4, 1, 5, 2);
  }

  /**
   * Padded, {@code [N, s₁, b₁, s₂, b₂, …, r]} rearranged to {@code [b₁, b₂, …, N, s₁, s₂, …, r]}.
   */
  private static List<Tensor> apart(Call c, ClDevice device) {
    int[] blocks = c.attrs().ints("block_shape");
    int[] paddings = c.attrs().ints("paddings");
    int m = blocks.length;
    Shape input = c.in(0).shape();
    View padded = View.of(input);
    List<Integer> dims = new ArrayList<>(List.of(input.dim(0)));
    for (int d = 0; d < m; d++) {
      int n = input.dim(d + 1);
      int size = n + paddings[2 * d] + paddings[2 * d + 1];
      padded = size == n ? padded : padded.ruled(d + 1, size, new Bounded(-paddings[2 * d], n));
      dims.add(size / blocks[d]);
      dims.add(blocks[d]);
    }
    dims.add(input.slice(m + 1, input.rank()).elements());
    int[] perm =
        IntStream.concat(
                IntStream.range(0, m).map(d -> 2 + 2 * d),
                IntStream.concat(
                    IntStream.of(0),
                    IntStream.concat(
                        IntStream.range(0, m).map(d -> 1 + 2 * d), IntStream.of(2 * m + 1))))
            .toArray();
    DeviceStorage x = Copy.gathered(device, device.here(c.in(0)), padded, Copy.Value.BITS);
    View view = View.of(dims.stream().mapToInt(n -> n).toArray()).permuted(perm);
    return List.of(Tensor.of(c.output().shape(), Copy.gathered(device, x, view, Copy.Value.BITS)));
  }

  /**
   * {@code [b₁, b₂, …, N, s₁, s₂, …, r]} rearranged to {@code [N, s₁, b₁, s₂, b₂, …, r]}, cropped.
   */
  private static List<Tensor> together(Call c, ClDevice device) {
    int[] blocks = c.attrs().ints("block_shape");
    int[] crops = c.attrs().ints("crops");
    int m = blocks.length;
    Shape input = c.in(0).shape();
    int images = input.dim(0) / Shape.of(blocks).elements();
    int rest = input.slice(m + 1, input.rank()).elements();
    int[] apart =
        IntStream.concat(
                IntStream.concat(IntStream.of(blocks), IntStream.of(images)),
                IntStream.concat(
                    IntStream.range(0, m).map(d -> input.dim(d + 1)), IntStream.of(rest)))
            .toArray();
    int[] perm =
        IntStream.concat(
                IntStream.of(m),
                IntStream.concat(
                    IntStream.range(0, m).flatMap(d -> IntStream.of(m + 1 + d, d)),
                    IntStream.of(2 * m + 1)))
            .toArray();
    DeviceStorage x =
        Copy.gathered(device, device.here(c.in(0)), View.of(apart).permuted(perm), Copy.Value.BITS);
    int[] whole =
        IntStream.concat(
                IntStream.of(images),
                IntStream.concat(
                    IntStream.range(0, m).map(d -> input.dim(d + 1) * blocks[d]),
                    IntStream.of(rest)))
            .toArray();
    View view = View.of(whole);
    for (int d = 0; d < m; d++) {
      view = view.narrowed(d + 1, crops[2 * d], 1, c.output().shape().dim(d + 1));
    }
    return List.of(Tensor.of(c.output().shape(), Copy.gathered(device, x, view, Copy.Value.BITS)));
  }

  private static List<Tensor> band(Call c, ClDevice device) {
    Shape s = c.in(0).shape();
    int rows = s.dim(-2);
    int columns = s.dim(-1);
    DeviceStorage y = device.allocate(c.output().dtype(), s.elements());
    device
        .launch(CreationKernels.spec("band_part", y.dtype(), y.dtype()))
        .buffer(device.here(c.in(0)))
        .buffer(y)
        .integers(columns, rows, kept(c, "num_lower"), kept(c, "num_upper"))
        .groups(Groups.of(columns, rows))
        .over(columns, rows, s.slice(0, s.rank() - 2).elements());
    return List.of(Tensor.of(s, y));
  }

  /** How many diagonals on one side; negative stands for all. */
  private static int kept(Call c, String side) {
    int count = c.attrs().int32(side);
    return count < 0 ? Integer.MAX_VALUE : count;
  }
}
