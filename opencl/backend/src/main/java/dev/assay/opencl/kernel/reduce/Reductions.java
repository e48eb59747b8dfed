package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;
import java.util.function.Function;

/**
 * Calls with one result, which has one element for each cell of the first argument.
 *
 * @param axes which axes a call reduces, in 0 … rank − 1
 * @param body what is computed
 */
public record Reductions(Function<Call, int[]> axes, Body body) implements DeviceOp {
  private static final Capability SUPPORTED = Capability.supported();
  private static final Capability RAGGED =
      Capability.unsupported("kept and reduced axes alternate more than six times");

  /** The results of cells. */
  @FunctionalInterface
  public interface Body {
    /** One element for each cell, of the type of the call's result. */
    DeviceStorage run(Call call, ClDevice device, Cells cells);
  }

  /** A reduction along the axes that the attribute {@code axis} names. */
  static Reductions alongAxis(Body body) {
    return new Reductions(call -> Axes.of(call.attrs(), call.in(0).rank()), body);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability types = ClTypes.here(call, device);
    return types.isSupported() ? fits(call.in(0).shape(), axes.apply(call)) : types;
  }

  /** Whether such axes of a tensor of such a shape can be reduced. */
  public static Capability fits(Shape shape, int... axes) {
    return Cells.of(shape, axes).isPresent() ? SUPPORTED : RAGGED;
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Cells cells = Cells.of(call.in(0).shape(), axes.apply(call)).orElseThrow();
    return List.of(Tensor.of(call.output().shape(), body.run(call, device, cells)));
  }
}
