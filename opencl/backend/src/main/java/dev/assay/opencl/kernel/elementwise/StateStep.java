package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.State;
import dev.assay.opencl.kernel.elementwise.Term.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation that changes its first arguments, as many as it has results, by the others, each
 * element by itself: the results are the new values of the first arguments. One kernel computes
 * them all.
 */
public final class StateStep implements DeviceOp {
  private static final Function CONVERT = Function.conversion();

  private final java.util.function.Function<Call, Function> choice;

  private StateStep(java.util.function.Function<Call, Function> choice) {
    this.choice = choice;
  }

  /** An operation that is the function of that name. */
  public static StateStep named(String function) {
    Function f = Function.named(function);
    return new StateStep(call -> f);
  }

  /** An operation that is one function where an attribute holds, and another where not. */
  public static StateStep named(String attribute, String yes, String no) {
    Function f = Function.named(yes);
    Function g = Function.named(no);
    return new StateStep(call -> call.attrs().flag(attribute) ? f : g);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability here = ClTypes.here(call, device);
    return here.isSupported() ? Pointwise.shapes(call) : here;
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    int states = call.outputs().size();
    DType dtype = call.output().dtype();
    Shape shape = call.output().shape();
    List<Term> all = Pointwise.terms(call, device);
    List<Term> others = new ArrayList<>();
    for (Term t : all.subList(states, all.size())) {
      others.add(t.dtype() == dtype ? t : Applied.of(CONVERT, dtype, t));
    }
    Step step = new Step(choice.apply(call), all.subList(0, states), others);
    List<State> results = new ArrayList<>();
    for (int k = 0; k < states; k++) {
      results.add(new State(step, k));
    }
    List<DeviceStorage> z = Evaluation.of(results, shape, device);
    return z.stream().map(s -> Tensor.of(shape, s)).toList();
  }
}
