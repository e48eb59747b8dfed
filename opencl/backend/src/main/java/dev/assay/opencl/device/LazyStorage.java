package dev.assay.opencl.device;

import dev.assay.engine.tensor.Storage;

/** Elements that a device computes when somebody needs them in a buffer. */
public interface LazyStorage extends Storage {
  /** The elements, computed now if they are not yet. */
  DeviceStorage now();
}
