package dev.assay.opencl.kernel.window;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.window.WindowAttrs;
import dev.assay.engine.ops.window.WindowAxis;
import dev.assay.engine.ops.window.WindowGrid;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.Arrays;
import java.util.List;

/**
 * {@code extract_patches} and its adjoint: {@code extract_patches.cl}.
 *
 * @param adjoint which of the two
 */
record ExtractPatches(boolean adjoint) implements DeviceOp {
  private static final String FILE = "extract_patches.cl";
  private static final LaneKernel PATCHES = new LaneKernel(FILE, "extract_patches");
  private static final LaneKernel GRAD = new LaneKernel(FILE, "extract_patches_grad");
  private static final int GROUP = 64;

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DType dtype = call.output().dtype();
    DeviceStorage result = device.allocate(dtype, shape.elements());
    if (result.size() > 0) {
      Shape images = adjoint ? shape : call.in(0).shape();
      WindowGrid grid = grid(call.attrs(), images);
      int channels = images.dim(3);
      int lanes = LaneKernel.lanes(device, channels);
      Launch launch =
          device
              .launch((adjoint ? GRAD : PATCHES).of(dtype, lanes))
              .buffer(device.here(call.in(0)))
              .buffer(result);
      for (WindowAxis a : grid.axes().subList(1, 3)) {
        launch
            .integers(a.input(), a.kernel())
            .integer64(a.stride())
            .integer64(a.dilation())
            .integer64(a.before())
            .integer(a.output());
      }
      launch.integer(channels).groups(GROUP, 1);
      if (adjoint) {
        launch.over((long) images.dim(2) * channels / lanes, (long) images.dim(0) * images.dim(1));
      } else {
        launch.over((long) grid.cells() * channels / lanes, (long) images.dim(0) * grid.outputs());
      }
    }
    return List.of(Tensor.of(shape, result));
  }

  /** The windows; rates are what other windows call dilations. */
  private static WindowGrid grid(Attributes attrs, Shape images) {
    int[] sizes =
        Arrays.stream(WindowAttrs.perAxis(attrs, "sizes", 2)).mapToInt(Math::toIntExact).toArray();
    return WindowAttrs.of(attrs.and("dilations", attrs.asMap().get("rates")), 2)
        .grid(images, sizes);
  }
}
