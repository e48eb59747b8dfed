package dev.assay.spec;

import java.util.List;

/** A room of specifications, found with {@link java.util.ServiceLoader}. */
public interface SpecFamily {
  /** Its specifications. */
  List<Spec> specs();
}
