package dev.assay.opencl.kernel.window;

import dev.assay.engine.op.Call;
import dev.assay.engine.ops.window.ConvForm;
import dev.assay.engine.ops.window.Convolution;
import dev.assay.engine.ops.window.WindowAttrs;
import dev.assay.engine.ops.window.WindowAxis;
import dev.assay.engine.ops.window.WindowGrid;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.Launch;
import java.util.List;

/**
 * The geometry of a convolution as kernels are told it: the parameters of {@code conv_grid.cl}.
 *
 * @param loops windows, groups, channels
 * @param channelsFirst whether the channels stand before the positions
 */
record ConvCall(Convolution loops, boolean channelsFirst) {
  /** Of a call with an input and a filter of those shapes. */
  static ConvCall of(ConvForm form, Call call, Shape input, Shape filter) {
    WindowAttrs attrs = form.window(call.attrs());
    return new ConvCall(form.loops(attrs, input, filter), attrs.channelsFirst());
  }

  /** The same with the channels last. */
  ConvCall channelsLast() {
    return new ConvCall(loops, false);
  }

  /** A convolution of this one's result with one cell that has so many filters. */
  ConvCall mixing(int filters) {
    List<WindowAxis> axes =
        loops.grid().axes().stream()
            .map(a -> new WindowAxis(a.output(), 1, 1, 1, 0, a.output()))
            .toList();
    return new ConvCall(
        new Convolution(new WindowGrid(axes), batch(), 1, outputChannels(), filters),
        channelsFirst);
  }

  int batch() {
    return loops.batch();
  }

  /** Channels of the input. */
  int inputChannels() {
    return loops.groups() * loops.in();
  }

  /** Channels of the result. */
  int outputChannels() {
    return loops.groups() * loops.out();
  }

  /** Positions of one image. */
  int inputs() {
    return loops.grid().inputs();
  }

  /** Positions of one result. */
  int outputs() {
    return loops.grid().outputs();
  }

  int cells() {
    return loops.grid().cells();
  }

  /** The type that every position fits, also those in the padding. */
  String index() {
    return isNarrow() ? "int" : "long";
  }

  private boolean isNarrow() {
    return loops.grid().axes().stream()
        .allMatch(
            a -> {
              double reach = (double) a.output() * a.stride() + (double) a.kernel() * a.dilation();
              return reach + a.before() + a.input() < Integer.MAX_VALUE;
            });
  }

  /** Gives a kernel {@code CONV_PARAMETERS}. */
  Launch addTo(Launch launch) {
    for (WindowAxis a : loops.grid().axes()) {
      launch.integers(a.input(), a.kernel(), a.output());
      if (isNarrow()) {
        launch.integers((int) a.stride(), (int) a.dilation(), (int) a.before());
      } else {
        launch.integer64(a.stride()).integer64(a.dilation()).integer64(a.before());
      }
    }
    launch.integers(loops.groups(), loops.in(), loops.out());
    return channelsFirst
        ? launch.integers(1, inputs(), 1, outputs())
        : launch.integers(inputChannels(), 1, outputChannels(), 1);
  }
}
