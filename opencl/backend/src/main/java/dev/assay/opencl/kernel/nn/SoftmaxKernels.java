package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.TypedKernel;
import dev.assay.opencl.kernel.reduce.Lines;
import dev.assay.opencl.kernel.reduce.WorkGroups;
import java.util.List;
import java.util.Map;

/** Softmax, its logarithm and the cross entropies of exclusive classes. */
public final class SoftmaxKernels implements KernelFamily {
  /** Along an axis of the last argument: one element for each of its elements, or for each line. */
  private record AlongAxis(LineKernel kernel, boolean perLine) implements DeviceOp {
    AlongAxis(String file, String name, boolean perLine) {
      this(LineKernel.of(file, name, Map.of()), perLine);
    }

    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Tensor logits = call.in(call.count() - 1);
      Lines lines = Lines.along(logits.shape(), call.attrs().int32("axis"));
      int size = perLine ? lines.count() : logits.size();
      DeviceStorage y = device.allocate(logits.dtype(), size);
      Launch launch = kernel.launch(device, lines, logits.dtype());
      call.inputs().forEach(t -> launch.buffer(device.here(t)));
      kernel.over(launch.buffer(y), device, lines);
      return List.of(Tensor.of(call.output().shape(), y));
    }
  }

  /** Rows of class probabilities with the number of a class for each. */
  private static final class Sparse implements DeviceOp {
    private static final LineKernel INTS = sparse("int");
    private static final LineKernel LONGS = sparse("long");

    private static LineKernel sparse(String label) {
      return LineKernel.of(
          "sparse_cross_entropy.cl", "sparse_cross_entropy", Map.of("LABEL", label));
    }

    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Tensor labels = call.in(0);
      Tensor logits = call.in(1);
      DeviceStorage y = device.allocate(logits.dtype(), labels.size());
      Lines lines = Lines.along(logits.shape(), -1);
      LineKernel kernel = labels.dtype() == DType.INT32 ? INTS : LONGS;
      Launch launch = kernel.launch(device, lines, logits.dtype());
      launch.buffer(device.here(labels)).buffer(device.here(logits)).buffer(y);
      kernel.over(launch, device, lines);
      return List.of(Tensor.of(call.output().shape(), y));
    }
  }

  /** Whether the class of each row is among its k greatest. */
  private static final class InTopK implements DeviceOp {
    private final Labelled kernel = new Labelled("in_top_k.cl", "in_top_k_plain");

    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Tensor targets = call.in(0);
      Tensor predictions = call.in(1);
      DeviceStorage y = device.allocate(DType.BOOL, targets.size());
      device
          .launch(kernel.of(targets.dtype(), predictions.dtype()))
          .buffer(device.here(targets))
          .buffer(device.here(predictions))
          .buffer(y)
          .integers(targets.size(), predictions.shape().dim(1))
          .integer64(call.attrs().integer("k"))
          .groups(WorkGroups.size(targets.size()))
          .over(targets.size());
      return List.of(Tensor.of(call.output().shape(), y));
    }
  }

  /** Class numbers as rows of 0 and 1. */
  private static final class OneHotLike implements DeviceOp {
    private final Labelled kernel = new Labelled("one_hot_like.cl", "one_hot_like_plain");

    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Tensor indices = call.in(0);
      DeviceStorage y = device.allocate(call.output().dtype(), call.output().shape().elements());
      device
          .launch(kernel.of(indices.dtype(), y.dtype()))
          .buffer(device.here(indices))
          .buffer(y)
          .integers(y.size(), call.output().shape().dim(-1))
          .groups(64)
          .over(y.size());
      return List.of(Tensor.of(call.output().shape(), y));
    }
  }

  /** A kernel for class numbers of either type. */
  private record Labelled(TypedKernel ints, TypedKernel longs) {
    Labelled(String file, String name) {
      this(
          new TypedKernel(file, name, Map.of("LABEL", "int")),
          new TypedKernel(file, name, Map.of("LABEL", "long")));
    }

    KernelSpec of(DType labels, DType dtype) {
      return (labels == DType.INT32 ? ints : longs).of(dtype);
    }
  }

  @Override
  public Map<String, DeviceOp> ops() {
    return Map.of(
        "softmax",
        new AlongAxis("softmax.cl", "softmax", false),
        "log_softmax",
        new AlongAxis("softmax.cl", "log_softmax", false),
        "softmax_cross_entropy_with_logits",
        new AlongAxis("cross_entropy.cl", "cross_entropy", true),
        "sparse_softmax_cross_entropy_with_logits",
        new Sparse(),
        "in_top_k",
        new InTopK(),
        "one_hot_like",
        new OneHotLike());
  }
}
