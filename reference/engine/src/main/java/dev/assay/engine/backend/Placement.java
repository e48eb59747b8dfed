package dev.assay.engine.backend;

import java.util.Optional;

/**
 * Where a call was carried out.
 *
 * @param op the operation
 * @param device the device that ran it, {@code /cpu:0}
 * @param backend the backend that drives the device
 * @param fallback why it did not run where it was asked to; empty if it did
 */
public record Placement(String op, String device, String backend, Optional<String> fallback) {
  /** Whether it ran elsewhere than asked. */
  public boolean isFallback() {
    return fallback.isPresent();
  }

  @Override
  public String toString() {
    return op
        + ": "
        + device
        + " ("
        + backend
        + ")"
        + fallback.map(reason -> ", fallback: " + reason).orElse("");
  }
}
