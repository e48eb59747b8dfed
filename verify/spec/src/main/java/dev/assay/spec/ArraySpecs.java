package dev.assay.spec;

import java.util.List;

/** Specifications of the operations of this family. */
public final class ArraySpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of();
  }
}
