package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.LazyStorage;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import java.util.Optional;

/**
 * Elements that are a term still: a later operation may take the term up into its own, everybody
 * else gets the elements, which are computed once. Safe to share between threads.
 */
final class PendingStorage implements LazyStorage {
  private final ClDevice device;
  private final DType dtype;
  private final Shape shape;
  private Optional<Applied> term;
  private Optional<DeviceStorage> elements = Optional.empty();

  PendingStorage(ClDevice device, Applied term, Shape shape) {
    this.device = device;
    this.dtype = term.dtype();
    this.term = Optional.of(term);
    this.shape = shape;
  }

  /** The term, for an operation on that device with results of that shape; not once computed. */
  synchronized Optional<Applied> term(ClDevice where, Shape result) {
    return device == where && shape.equals(result) ? term : Optional.empty();
  }

  @Override
  public synchronized DeviceStorage now() {
    if (elements.isEmpty()) {
      elements = Optional.of(Pointwise.elements(term.get(), shape, device));
      term = Optional.empty(); // and with it the tensors that it reads
    }
    return elements.get();
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return shape.elements();
  }

  @Override
  public String device() {
    return device.info().device();
  }

  @Override
  public HostStorage toHost() {
    return now().toHost();
  }
}
