package dev.assay.engine.backend;

/** The arithmetic a backend declares; the judge derives its bounds from it. */
public enum PrecisionClass {
  /** The reference's contract: binary64 inside, one rounding at the store. */
  REFERENCE(0x1p-53),
  /** Every operation rounds to nearest in the storage type (binary32 for float32). */
  RN32(0x1p-24),
  /** As RN32, subnormal results flushed to zero. */
  FTZ32(0x1p-24),
  /** Every operation truncates. */
  RTZ32(0x1p-23),
  /** Products of operands cut to 11 bits, sums in binary32. */
  TF32(0x1p-11),
  /** bfloat16 operands, binary32 sums. */
  BF16(0x1p-8),
  /** Sums kept in binary16. */
  FP16_ACC(0x1p-11),
  /** Relaxed mathematics, as OpenCL's fast-relaxed-math declares it. */
  FAST_MATH(0x1p-22);

  private final double unitRoundoff;

  PrecisionClass(double unitRoundoff) {
    this.unitRoundoff = unitRoundoff;
  }

  /** The largest relative error of one basic operation on float32. */
  public double unitRoundoff() {
    return unitRoundoff;
  }
}
