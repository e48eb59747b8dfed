package dev.assay.opencl.kernel.window;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.ops.window.WindowAttrs;
import dev.assay.engine.ops.window.WindowAxis;
import dev.assay.engine.ops.window.WindowGrid;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.Launch;
import java.util.Arrays;

/**
 * The windows of a pool as {@code window.cl} has them: over {@code [outer, d, h, w, inner]}, where
 * outer counts images and inner channels or, with channels first, outer counts both and inner is 1.
 *
 * @param grid the axes
 * @param outer the first size
 * @param inner the last size
 * @param channels the channels
 * @param channelsFirst whether they stand second
 */
record PoolGeometry(WindowGrid grid, int outer, int inner, int channels, boolean channelsFirst) {
  /** Work-items of a group along a row. */
  private static final int GROUP = 64;

  /** The windows over {@code n} axes of an input that has elements. */
  static PoolGeometry of(Attributes attrs, Shape input, int n) {
    WindowAttrs window = WindowAttrs.of(attrs, n);
    int[] ksize =
        Arrays.stream(WindowAttrs.perAxis(attrs, "ksize", n)).mapToInt(Math::toIntExact).toArray();
    int channels = window.channels(input);
    boolean first = window.channelsFirst();
    return new PoolGeometry(
        window.grid(input, ksize),
        first ? input.dim(0) * channels : input.dim(0),
        first ? 1 : channels,
        channels,
        first);
  }

  /** The arguments AXES and inner. */
  Launch arguments(Launch launch) {
    for (WindowAxis a : grid.axes()) {
      // the attributes' limits and that a window touches the input keep these in an int
      launch.integers(a.input(), a.kernel(), (int) a.stride(), (int) a.before(), a.output());
    }
    return launch.integer(inner);
  }

  /** A work-item for every so many elements of the result. */
  void overOutputs(Launch launch, int lanes) {
    WindowAxis w = grid.axes().get(2);
    over(launch, w.output(), lanes, (long) outer * (grid.outputs() / w.output()));
  }

  /** A work-item for every so many elements of the input. */
  void overInputs(Launch launch, int lanes) {
    WindowAxis w = grid.axes().get(2);
    over(launch, w.input(), lanes, (long) outer * (grid.inputs() / w.input()));
  }

  private void over(Launch launch, int w, int lanes, long rows) {
    launch.groups(GROUP, 1).over((long) w * inner / lanes, rows);
  }
}
