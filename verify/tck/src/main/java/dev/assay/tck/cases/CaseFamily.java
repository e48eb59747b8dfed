package dev.assay.tck.cases;

import java.util.List;

/** A room of generators, found with {@link java.util.ServiceLoader}. */
public interface CaseFamily {
  /** The generators and reject sets of its operations. */
  List<OpCases> cases();
}
