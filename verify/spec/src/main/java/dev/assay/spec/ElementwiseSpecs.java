package dev.assay.spec;

import java.util.List;
import java.util.stream.Stream;

/** Specifications of the elementwise operations. */
public final class ElementwiseSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return Stream.of(
            ArithmeticSpecs.specs(),
            TranscendentalSpecs.specs(),
            SpecialSpecs.specs(),
            StepSpecs.specs(),
            RelationSpecs.specs())
        .flatMap(List::stream)
        .toList();
  }
}
