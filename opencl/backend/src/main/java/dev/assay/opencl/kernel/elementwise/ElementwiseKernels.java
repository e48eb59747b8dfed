package dev.assay.opencl.kernel.elementwise;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The elementwise operations: one driver, {@code elementwise.cl}, and an expression for each. */
public final class ElementwiseKernels implements KernelFamily {
  private static final Map<String, String> EXPRESSIONS =
      Map.of("add", "x0 + x1", "multiply", "x0 * x1", "tanh", "tanh(x0)");

  private record Elementwise(String expression) implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      DType type = call.in(0).dtype();
      boolean same = call.inputs().stream().allMatch(t -> t.shape().equals(call.output().shape()));
      if (!type.isFloating() || !same) {
        return Capability.unsupported("floating numbers of one shape only");
      }
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      DType out = call.output().dtype();
      DeviceStorage y = device.allocate(out, call.output().shape().elements());
      Launch launch = device.launch(spec(call));
      call.inputs().forEach(t -> launch.buffer(device.here(t)));
      launch.buffer(y).integer(y.size()).over(y.size());
      return List.of(Tensor.of(call.output().shape(), y));
    }

    private KernelSpec spec(Call call) {
      List<String> names = new ArrayList<>();
      StringBuilder parameters = new StringBuilder();
      StringBuilder values = new StringBuilder();
      for (int i = 0; i < call.count(); i++) {
        names.add("x" + i);
        String type = ClTypes.name(call.in(i).dtype());
        parameters.append("global const ").append(type).append("* x").append(i).append(", ");
        values.append(i == 0 ? "" : ", ").append("x").append(i).append("[i]");
      }
      return KernelSpec.of(
          "elementwise.cl",
          "elementwise_flat",
          Map.of(
              "OUT",
              ClTypes.name(call.output().dtype()),
              "PARAMETERS",
              parameters.toString(),
              "VALUES",
              values.toString(),
              "EXPRESSION_(" + String.join(", ", names) + ")",
              "(" + expression + ")",
              "EXPRESSION(...)",
              "EXPRESSION_(__VA_ARGS__)"));
    }
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    EXPRESSIONS.forEach((name, expression) -> ops.put(name, new Elementwise(expression)));
    return ops;
  }
}
