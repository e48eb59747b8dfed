package dev.assay.spec;

import java.util.List;
import java.util.stream.Stream;

/** Specifications of activations, softmax, losses, norms and clipping. */
public final class NnSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return Stream.of(
            ActivationSpecs.SPECS,
            NormSpecs.SPECS,
            LossSpecs.SPECS,
            NormalizationSpecs.SPECS,
            ResponseSpecs.SPECS)
        .flatMap(List::stream)
        .toList();
  }
}
