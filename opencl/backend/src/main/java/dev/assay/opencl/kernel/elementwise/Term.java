package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.DeviceStorage;
import java.util.List;

/** What an element of a result is computed from. */
public sealed interface Term {
  /** Its type. */
  DType dtype();

  /** The elements of a tensor on the device, broadcast from {@code shape}. */
  record Elements(DeviceStorage storage, Shape shape) implements Term {
    @Override
    public DType dtype() {
      return storage.dtype();
    }

    boolean isSameAs(Elements other) {
      return storage == other.storage && shape.equals(other.shape);
    }
  }

  /** One number for all elements, which the kernel gets as an argument. */
  record Number(HostStorage value) implements Term {
    /** A number of a type, rounded. */
    public static Number of(DType dtype, double value) {
      return new Number(HostStorage.ofDoubles(dtype, new double[] {value}));
    }

    @Override
    public DType dtype() {
      return value.dtype();
    }
  }

  /** A function of other terms, of elements in one place. */
  record Applied(Function function, List<Term> arguments, DType dtype) implements Term {
    /** A function of other terms. */
    public static Applied of(Function function, DType dtype, Term... arguments) {
      return new Applied(function, List.of(arguments), dtype);
    }

    /** How many functions there are in it. */
    int size() {
      int n = 1;
      for (Term t : arguments) {
        n += t instanceof Applied a ? a.size() : 0;
      }
      return n;
    }

    /** How many tensors it reads, each time that it does. */
    int tensors() {
      int n = 0;
      for (Term t : arguments) {
        n += t instanceof Applied a ? a.tensors() : t instanceof Elements ? 1 : 0;
      }
      return n;
    }
  }

  /**
   * One of the numbers that a step changes; the terms of one step share it.
   *
   * @param k which of them
   */
  record State(Step step, int k) implements Term {
    @Override
    public DType dtype() {
      return step.state().get(k).dtype();
    }
  }

  /**
   * Numbers that a function of {@code .cl} changes.
   *
   * @param function it takes pointers to the state, then the other arguments
   */
  record Step(Function function, List<Term> state, List<Term> others) {}
}
