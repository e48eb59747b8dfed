package dev.assay.tck.cases;

import java.util.List;

/** Cases of the operations of this family. */
public final class ArrayCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of();
  }
}
