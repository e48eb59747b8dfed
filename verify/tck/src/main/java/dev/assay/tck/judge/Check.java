package dev.assay.tck.judge;

import java.util.Optional;

/** One method, applied to one case. */
interface Check {
  /** The method. */
  Method method();

  /** What it finds; empty where it does not apply or the case says nothing. */
  Optional<Outcome> run(Trial t);
}
