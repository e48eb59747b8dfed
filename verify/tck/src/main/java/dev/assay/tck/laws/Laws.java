package dev.assay.tck.laws;

import java.util.List;
import java.util.stream.Stream;

/** All laws, sorted by name. */
public final class Laws {
  private Laws() {}

  /** Every law. */
  public static List<Law> all() {
    return Holder.ALL;
  }

  /** Gathered on first use: some laws come from the registry of operations. */
  private static final class Holder {
    static final List<Law> ALL =
        Stream.of(
                ElementwiseLaws.all(),
                ActivationLaws.all(),
                MovementLaws.all(),
                IndexingLaws.all(),
                ReductionLaws.all(),
                ProductLaws.all(),
                DecompositionLaws.all(),
                LossLaws.all(),
                PoolLaws.all(),
                ConvLaws.all(),
                RandomLaws.all(),
                NormalizationLaws.all(),
                RegularizationLaws.all(),
                SignalLaws.all(),
                ComplexLaws.all(),
                ImageLaws.all(),
                TrainLaws.all(),
                GeneralLaws.all())
            .flatMap(List::stream)
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .toList();
  }
}
