package dev.assay.tck.cases;

import java.util.List;
import java.util.stream.Stream;

/** Cases of pooling and of moving blocks. */
public final class PoolCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return Stream.of(SpaceCases.cases()).flatMap(List::stream).toList();
  }
}
