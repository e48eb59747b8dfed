package dev.assay.tck.judge;

/**
 * An error that was found.
 *
 * @param op the operation, or the golden entry's or law's name
 * @param method how it was found
 * @param message the first bad index, both values, the bound and where it comes from
 * @param token the shrunk case; empty where the method has no case
 */
public record Failure(String op, Method method, String message, String token) {
  /** The command that shows the failure again. */
  public String replay(String backend) {
    String b = backend.equals("reference") ? "" : " --backend " + backend;
    return token.isEmpty()
        ? "./assay verify" + b + " --ops " + op
        : "./assay verify" + b + " --replay '" + token + "'";
  }
}
