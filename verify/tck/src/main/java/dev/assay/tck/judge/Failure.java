package dev.assay.tck.judge;

import java.util.Optional;

/**
 * An error that was found.
 *
 * @param op the operation, or the golden entry's or law's name
 * @param method how it was found
 * @param message the first bad index, both values, the bound and where it comes from
 * @param mismatch the same as numbers, where one element is at fault
 * @param token the shrunk case; empty where the method has no case
 */
public record Failure(
    String op, Method method, String message, Optional<Mismatch> mismatch, String token) {
  /** A failure from what a method said of a case. */
  public static Failure of(String op, Outcome outcome, String token) {
    return new Failure(op, outcome.method(), outcome.message(), outcome.mismatch(), token);
  }

  /**
   * The command that shows the failure again.
   *
   * @param device the device that was asked for, if one was
   */
  public String replay(String backend, Optional<String> device) {
    String b =
        (backend.equals("reference") ? "" : " --backend " + Words.ofShell(backend))
            + device.map(name -> " --device " + name).orElse("");
    return token.isEmpty()
        ? "./assay verify" + b + " --ops " + op
        : "./assay verify" + b + " --replay '" + token + "'";
  }
}
