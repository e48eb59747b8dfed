package dev.assay.learn.input;

import dev.assay.engine.ValueException;

/** Checks of numbers that describe a pipeline. */
final class Check {
  private Check() {}

  /** An error unless {@code least <= value}. */
  static void atLeast(String what, String name, long value, long least) {
    if (value < least) {
      throw new ValueException(what + ": " + name + " >= " + least + ", got " + value);
    }
  }
}
