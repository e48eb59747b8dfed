package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.linalg.ContractionLabels;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code einsum}, {@code tensordot}, {@code outer}, {@code matvec}: sums of products over labelled
 * axes. Those that are products of matrices run as such, the others by the loops of {@code
 * contraction.cl}.
 */
final class ContractionOp implements DeviceOp {
  private static final int GROUP = 64;

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    ContractionLabels labels = ContractionLabels.of(call).orElseThrow();
    Shape shape = call.output().shape();
    DeviceStorage y = device.allocate(call.output().dtype(), shape.elements());
    List<DeviceStorage> x = call.inputs().stream().map(device::here).toList();
    List<Shape> shapes = call.inputs().stream().map(Tensor::shape).toList();
    LabelledAxes axes = LabelledAxes.of(labels, shapes, shape);
    if (shape.elements() > 0) {
      Optional<Gemm> product = axes.asGemm(x, y);
      if (product.isPresent()) {
        product.get().run(device);
      } else {
        general(device, axes, x, y);
      }
    }
    return List.of(Tensor.of(shape, y));
  }

  private static void general(
      ClDevice device, LabelledAxes axes, List<DeviceStorage> x, DeviceStorage y) {
    DType dtype = y.dtype();
    String each =
        IntStream.range(0, x.size()).mapToObj(t -> "F(" + t + ")").collect(Collectors.joining(" "));
    Map<String, String> macros = Map.of("OPERANDS(F)", each);
    if (axes.visited() < y.size()) {
      device
          .launch(
              Products.kernel("contraction.cl", "contraction_clear", dtype, device.info(), macros))
          .buffer(y)
          .integer(y.size())
          .groups(GROUP)
          .over(y.size());
    }
    Launch launch =
        device.launch(
            Products.kernel("contraction.cl", "contraction_plain", dtype, device.info(), macros));
    x.forEach(launch::buffer);
    launch
        .buffer(y)
        .buffer(device.here(Tensor.of(axes.table())))
        .integers(axes.outer(), axes.inner(), axes.visited(), axes.terms())
        .groups(GROUP)
        .over(axes.visited());
  }
}
