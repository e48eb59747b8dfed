package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.elementwise.Term.Number;
import java.util.List;
import java.util.stream.IntStream;

/** An operation each of whose elements is a function of elements of its arguments. */
public final class Pointwise implements DeviceOp {
  /** The most dimensions that tensors may be broadcast over. */
  public static final int MAX_RANK = Evaluation.MAX_RANK;

  /** The result of a call in terms of its arguments. */
  @FunctionalInterface
  public interface Formula {
    /** The result, where {@code x} are the arguments. */
    Applied of(Call call, List<Term> x);
  }

  private final Formula formula;

  private Pointwise(Formula formula) {
    this.formula = formula;
  }

  /** An operation that is the function of that name. */
  public static Pointwise named(String function) {
    Function f = Function.named(function);
    return of((call, x) -> new Applied(f, x, call.output().dtype()));
  }

  /** An operation that is the function of that name with numbers after the arguments. */
  public static Pointwise named(String function, String... attributes) {
    Function f = Function.named(function);
    return of(
        (call, x) -> {
          DType dtype = call.output().dtype();
          Term[] all = new Term[x.size() + attributes.length];
          for (int i = 0; i < all.length; i++) {
            all[i] =
                i < x.size()
                    ? x.get(i)
                    : Number.of(dtype, call.attrs().number(attributes[i - x.size()]));
          }
          return Applied.of(f, dtype, all);
        });
  }

  /** An operation by its formula. */
  public static Pointwise of(Formula formula) {
    return new Pointwise(formula);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Shape shape = call.output().shape();
    if (shape.rank() > Evaluation.MAX_RANK
        && !call.inputs().stream().allMatch(t -> t.shape().equals(shape))) {
      return Capability.unsupported(
          "broadcasting over more than " + Evaluation.MAX_RANK + " dimensions");
    }
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    Applied term = formula.of(call, terms(call, device));
    return List.of(Tensor.of(shape, Evaluation.of(term, shape, device)));
  }

  /** All elements of a term, of a shape that its tensors broadcast to, in one launch. */
  public static DeviceStorage elements(Applied term, Shape shape, ClDevice device) {
    return Evaluation.of(term, shape, device);
  }

  private static List<Term> terms(Call call, ClDevice device) {
    return IntStream.range(0, call.count()).mapToObj(i -> term(call.in(i), device)).toList();
  }

  /** A tensor's elements; of one number that the host has, the number. */
  private static Term term(Tensor t, ClDevice device) {
    return t.storage() instanceof HostStorage h && h.size() == 1
        ? new Number(h)
        : new Elements(device.here(t), t.shape());
  }
}
