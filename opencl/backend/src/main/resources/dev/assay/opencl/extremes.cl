// The greater and the lesser of two numbers as Java's Math.max and Math.min have them: NaN if one
// of them is NaN, and +0 is greater than -0.

#define GREATER(a, b) \
  (isnan(a) || (a) > (b) || ((a) == (b) && !signbit(a)) ? (a) : (b))
#define LESSER(a, b) \
  (isnan(a) || (a) < (b) || ((a) == (b) && signbit(a)) ? (a) : (b))

// What is done with the greatest element or magnitude m of a cell so that nothing overflows.
//
// LogSumExp's shift: m, or 0 where it is not finite, as Inf - Inf would be NaN.
#define SHIFT_OF(m) (isfinite(m) ? (m) : 0)
// The exponent of the power of two that squares are scaled by, exactly.
#define EXPONENT_OF(m) ((m) > 0 && isfinite(m) ? ilogb(m) : 0)
// The divisor of other powers.
#define SCALE_OF(m) ((m) > 0 && isfinite(m) ? (m) : 1)
