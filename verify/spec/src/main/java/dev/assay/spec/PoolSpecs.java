package dev.assay.spec;

import java.util.List;
import java.util.stream.Stream;

/** Specifications of pooling and of moving blocks. */
public final class PoolSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return Stream.of(SpaceSpecs.specs()).flatMap(List::stream).toList();
  }
}
