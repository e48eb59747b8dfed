package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Storage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.elementwise.Term.Number;
import java.util.ArrayList;
import java.util.List;

/** An operation each of whose elements is a function of elements of its arguments. */
public final class Pointwise implements DeviceOp {
  /** The most dimensions that tensors may be broadcast over. */
  public static final int MAX_RANK = Evaluation.MAX_RANK;

  /** The most functions in one kernel. */
  private static final int LIMIT = 32;

  /**
   * The most tensors that a fused kernel reads: 40 bytes of arguments each, of the 1024 that every
   * device takes.
   */
  private static final int TENSORS = 16;

  /** The result of a call in terms of its arguments. */
  @FunctionalInterface
  public interface Formula {
    /** The result, where {@code x} are the arguments. */
    Applied of(Call call, List<Term> x);
  }

  private final Formula formula;
  private final boolean reads;

  private Pointwise(Formula formula, boolean reads) {
    this.formula = formula;
    this.reads = reads;
  }

  /**
   * An operation that is the function of that name, of its arguments and of the numbers that these
   * attributes are.
   */
  public static Pointwise named(String function, String... attributes) {
    Function f = Function.named(function);
    return of(
        (call, x) -> {
          DType dtype = call.output().dtype();
          List<Term> all = new ArrayList<>(x);
          for (String a : attributes) {
            all.add(Number.of(dtype, call.attrs().number(a)));
          }
          return new Applied(f, all, dtype);
        });
  }

  /** An operation by its formula. */
  public static Pointwise of(Formula formula) {
    return new Pointwise(formula, true);
  }

  /** An operation whose result is one number everywhere. */
  public static Pointwise constant(double value) {
    Function copy = Function.named("copy");
    return new Pointwise(
        (call, x) -> {
          DType dtype = call.output().dtype();
          return Applied.of(copy, dtype, Number.of(dtype, value));
        },
        false);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability here = ClTypes.here(call, device);
    return here.isSupported() ? shapes(call) : here;
  }

  /** Whether kernels have as many dimensions as the call. */
  static Capability shapes(Call call) {
    Shape shape = call.output().shape();
    if (shape.rank() > MAX_RANK) {
      for (Tensor t : call.inputs()) {
        if (!t.shape().equals(shape)) {
          return Capability.unsupported("broadcasting over more than " + MAX_RANK + " dimensions");
        }
      }
    }
    return Capability.supported();
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    Applied term = formula.of(call, arguments(call, device));
    return List.of(Tensor.of(shape, elements(term, shape, device)));
  }

  /** All elements of a term, of a shape that its tensors broadcast to, in one launch. */
  public static DeviceStorage elements(Applied term, Shape shape, ClDevice device) {
    return Evaluation.of(List.of(term), shape, device).get(0);
  }

  @Override
  public List<Tensor> runLazily(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    Applied term = formula.of(call, arguments(call, device));
    return List.of(Tensor.of(shape, new PendingStorage(device, term, shape)));
  }

  private List<Term> arguments(Call call, ClDevice device) {
    return reads ? terms(call, device) : List.of();
  }

  /**
   * The arguments of a call. Terms that are not computed yet are taken up while there are not too
   * many functions in them.
   */
  static List<Term> terms(Call call, ClDevice device) {
    List<Term> terms = new ArrayList<>(call.count());
    int size = 0;
    int tensors = call.count();
    for (Tensor t : call.inputs()) {
      Term term = term(t, call.output().shape(), device, LIMIT - size, TENSORS - tensors);
      if (term instanceof Applied a) {
        size += a.size();
        tensors += a.tensors() - 1;
      }
      terms.add(term);
    }
    return terms;
  }

  /** An argument, fused where it adds fewer functions than {@code limit} and no more tensors. */
  private static Term term(Tensor t, Shape result, ClDevice device, int limit, int tensors) {
    Storage storage = t.storage();
    if (storage instanceof HostStorage h && h.size() == 1) {
      return new Number(h);
    }
    if (storage instanceof PendingStorage p) {
      Term pending =
          p.term(device, result)
              .filter(a -> a.size() < limit && a.tensors() - 1 <= tensors)
              .orElse(null);
      if (pending != null) {
        return pending;
      }
    }
    return new Elements(device.here(t), t.shape());
  }
}
