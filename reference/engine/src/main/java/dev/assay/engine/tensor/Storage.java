package dev.assay.engine.tensor;

/**
 * Where a tensor's elements live. The reference keeps them in Java arrays ({@link HostStorage}); a
 * backend may keep them on its device and copy them back when somebody asks.
 */
public interface Storage {
  /** The element type. */
  DType dtype();

  /** The number of elements. */
  int size();

  /** Where the elements are, as placement names it: {@code /cpu:0}. */
  String device();

  /** The elements in Java arrays; a device copies them back once and may keep the copy. */
  HostStorage toHost();
}
