package dev.assay.tck.judge;

/** The ways in which an operation is judged. Each is an oracle of its own. */
public enum Method {
  /** Results against the specification in 50 decimal digits. */
  TRUTH("true-value", "results against the formula in 50 decimal digits"),
  /** Results against the specification in plain binary64. */
  SPEC("spec", "results against the formula in plain binary64"),
  /** float32, float16 and bfloat16 results are the float64 results, rounded once. */
  ROUNDING("rounding-law", "narrow results are the float64 results rounded once, bit for bit"),
  /** Results and gradients against the reference. */
  REFERENCE("reference", "results and gradients against the reference"),
  /** Large tensors against the reference. */
  TILES("tiles", "large results and gradients against the reference"),
  /** Rounding errors of either sign. */
  SIGN_BIAS("sign-bias", "rounding errors of sums and products go up as often as down"),
  /** Rounding errors as small as they should be. */
  VARIANCE("variance", "rounding errors of sums and products are small in the mean square"),
  /** G0. */
  EXACT_ADJOINT("exact-adjoint", "⟨v, F(x)⟩ = ⟨F*(v), x⟩ on integers, tolerance 0"),
  /** G1. */
  DUAL_ADJOINT("dual-adjoint", "⟨v, Ju⟩ = ⟨Jᵀv, u⟩ with Ju from dual numbers"),
  /** G2. */
  JACOBIAN("jacobian", "every entry of Jᵀ against sparse dual numbers"),
  /** G3. */
  FINITE_DIFFERENCES("finite-differences", "directional derivative by Ridders' extrapolation"),
  /** G4. */
  TAYLOR("taylor", "the remainder after the first-order term shrinks with slope 2"),
  /** G5. */
  SECOND_ORDER("second-order", "⟨w, Hu⟩ against second-order duals, and its symmetry"),
  /** The row's slope. */
  SLOPE("slope", "the row's slope formula against its derivative"),
  /** The convention tables. */
  HARD_POINTS("hard-points", "zeros, infinities, NaN, ties and kinks, compared with =="),
  /** Arguments in every awkward value. */
  WILD("wild-values", "special values: no exception, and NaN where the formula has NaN"),
  /** The reject set. */
  REJECTS("rejects", "every numbered constraint refuses, by its number"),
  /** The laws. */
  LAWS("laws", "identities between operations"),
  /** The documents. */
  GOLDEN("golden", "the documents' worked examples");

  private final String label;
  private final String about;

  Method(String label, String about) {
    this.label = label;
    this.about = about;
  }

  /** Whether it judges several operations at once, so that it is counted by entry. */
  public boolean isShared() {
    return this == LAWS || this == GOLDEN;
  }

  /** Whether its findings are about the backend: refusals are the engine's own. */
  public boolean runsBackend() {
    return this != REJECTS;
  }

  /** The name in reports. */
  public String label() {
    return label;
  }

  /** What it does, one line. */
  public String about() {
    return about;
  }
}
