package dev.assay.opencl.kernel.nn;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.Function;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Activation functions, most of which are functions of the same names in {@code .cl}. */
public final class ActivationKernels implements KernelFamily {
  private static final List<String> FUNCTIONS =
      List.of("sigmoid", "relu", "relu6", "elu", "selu", "softplus", "softsign");

  private static final Function ADD = Function.named("add");
  private static final Function GELU = Function.named("gelu");
  private static final Function GELU_TANH = Function.named("gelu_tanh");

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    FUNCTIONS.forEach(name -> ops.put(name, Pointwise.named(name)));
    ops.put("leaky_relu", Pointwise.named("leaky_relu", "alpha"));
    ops.put("swish", Pointwise.named("swish", "beta"));
    ops.put("threshold", Pointwise.named("threshold", "threshold"));
    ops.put("bias_add", Pointwise.of(ActivationKernels::biased));
    ops.put("crelu", new Crelu());
    ops.put("gelu", Pointwise.of(ActivationKernels::gelu));
    return ops;
  }

  /** NCHW: the bias of channel c is at [c, 1, …, 1]. */
  private static Applied biased(Call call, List<Term> x) {
    Term bias = x.get(1);
    if (bias instanceof Elements e && call.attrs().text("data_format").equals("NCHW")) {
      int[] shape = new int[call.in(0).rank() - 1];
      Arrays.fill(shape, 1);
      shape[0] = call.in(1).size();
      bias = new Elements(e.storage(), Shape.of(shape));
    }
    return Applied.of(ADD, call.output().dtype(), x.get(0), bias);
  }

  private static Applied gelu(Call call, List<Term> x) {
    Function f = call.attrs().flag("approximate") ? GELU_TANH : GELU;
    return new Applied(f, x, call.output().dtype());
  }
}
