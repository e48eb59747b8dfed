package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code add_n}, from the first tensor to the last. A launch adds a few of them, as devices bound
 * the bytes of a kernel's arguments, OpenCL to no less than 1024: a tensor's are a pointer and
 * strides along 8 dimensions, 40 bytes.
 */
final class AddN implements DeviceOp {
  /** The most tensors that a launch adds. */
  private static final int MOST = 16;

  private static final Function COPY = Function.named("copy");
  private static final Function ADD = Function.named("add");

  private final Pointwise few = Pointwise.of((call, x) -> sum(x, call.output().dtype()));

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return few.capability(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    return call.count() <= MOST ? few.run(call, device) : many(call, device);
  }

  @Override
  public List<Tensor> runLazily(Call call, ClDevice device) {
    return call.count() <= MOST ? few.runLazily(call, device) : many(call, device);
  }

  /** The sum so far is the first of those that the next launch adds. */
  @SuppressWarnings("try") // the scope is opened for its effect
  private static List<Tensor> many(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DType dtype = call.output().dtype();
    List<DeviceStorage> inputs = call.inputs().stream().map(device::here).toList();
    try (MemoryScope scratch = MemoryScope.open()) {
      List<Term> terms = new ArrayList<>(MOST);
      for (DeviceStorage x : inputs) {
        if (terms.size() == MOST) {
          DeviceStorage sum = Pointwise.elements(sum(terms, dtype), shape, device);
          terms.clear();
          terms.add(new Elements(sum, shape));
        }
        terms.add(new Elements(x, shape));
      }
      DeviceStorage sum = Pointwise.elements(sum(terms, dtype), shape, device);
      return List.of(scratch.keep(Tensor.of(shape, sum)));
    }
  }

  private static Applied sum(List<Term> x, DType dtype) {
    Applied sum = Applied.of(COPY, dtype, x.get(0));
    for (Term next : x.subList(1, x.size())) {
      sum = Applied.of(ADD, dtype, sum, next);
    }
    return sum;
  }
}
