// Functions of real numbers: those of dev.assay.engine.ops.elementwise, same names.
//
// Included once for each REAL: float, double. + - * / and sqrt round once each; fmod, floor, ceil,
// rint, fabs and relations are exact; the other functions are OpenCL's, whose errors in ulp are in
// table 7.1 (float) and 7.2 (double) of the OpenCL 1.2 specification. Relations with NaN are false.
// Conditions choose between values that are both computed, so that vectors and numbers share text.

#define T VEC(REAL)
#define M VEC(WHOLE)
#define MASK(truth) (CONVERT(WHOLE, truth) != (M)0)
#define FN(name) JOIN(name##_, REAL)

// Arithmetic.
T FN(neg)(T x) { return -x; }
T FN(add)(T x, T y) { return x + y; }
T FN(subtract)(T x, T y) { return x - y; }
T FN(multiply)(T x, T y) { return x * y; }
T FN(square)(T x) { return x * x; }
T FN(squared_difference)(T x, T y) { return (x - y) * (x - y); }

// Division. Where y = 0, div_no_nan is 0 whatever x is.
T FN(divide)(T x, T y) { return x / y; }
T FN(div_no_nan)(T x, T y) { return y == (T)0 ? (T)0 : x / y; }
T FN(reciprocal)(T x) { return (T)1 / x; }

// x - y trunc(x / y), exact; the sign of x. Long division with digits of DIGITS bits: s = 2^k |y|
// is the divisor by which the quotient is less than 2^(DIGITS + 1). There r / s errs by less than a
// half, also where a division errs by 2.5 ulp as OpenCL lets that of floats, so that the nearest
// integer q is less than 1 from the quotient: r - q s is a multiple of the last place of s and less
// than s either way, therefore exact, and so is the sum with s where it is negative. (Truncated, a
// quotient that is too small would leave more than s, which may be inexact. OpenCL's fmod is exact
// as well, but of doubles PoCL 3.1 computes it bit by bit.)
T FN(truncatemod)(T x, T y) {
  const M valid = isfinite(x) & (y != (T)0) & !isnan(y);
  const M ends = valid & isfinite(y);
  const T b = ends ? fabs(y) : (T)1;
  const M tiny = b < (T)TINY;
  const M e = EXPONENT(tiny ? b * (T)ABOVE_TINY : b) - (tiny ? (M)DIGITS_OF_TINY : (M)0);
  T r = ends ? fabs(x) : (T)0;
  while (ANY(r >= b)) {
    const M k = max(EXPONENT(r) - e - (M)DIGITS, (M)0);
    const T s = r >= b ? b * POWER(k / 2) * POWER(k - k / 2) : (T)INFINITY;
    const T left = fma(-rint(r / s), r >= b ? s : (T)1, r);
    r = left < (T)0 ? left + s : left;
  }
  return ends ? copysign(r, x) : valid ? x : (T)NAN;
}

// x - y floor(x / y); the sign of y, zeros included. One rounding.
T FN(floormod)(T x, T y) {
  const T rest = FN(truncatemod)(x, y);
  const T other = (rest < (T)0) != (y < (T)0) ? rest + y : rest;
  return rest == (T)0 ? copysign((T)0, y) : other;
}

// The floor of the exact quotient, rounded: what truncatemod leaves of x is a multiple of y, up to the
// rounding of a difference and of a division. Both err by less than a half where the quotient is
// below 2^20 (2^51), so that rint corrects them; where it is not, fma finds what is left of x.
T FN(floordiv)(T x, T y) {
  const T rest = FN(truncatemod)(x, y);
  const T near = rint((x - rest) / y);
  const T left = fma(-near, y, x) - rest;
  const T whole = isfinite(left) ? near + rint(left / y) : near;
  const T floored = ((rest != (T)0) & ((rest < (T)0) != (y < (T)0)))
      ? whole - (T)1
      : whole == (T)0 ? copysign((T)0, x / y) : whole;
  return ((y != (T)0) & isfinite(x) & isfinite(y)) ? floored : floor(x / y);
}

// Powers and roots.
T FN(sqrt)(T x) { return sqrt(x); }
T FN(rsqrt)(T x) { return (T)1 / sqrt(x); }
T FN(pow)(T x, T y) { return POW(x, y); }

// Exponentials and logarithms. Where x = 0, xlogy is 0 whatever y is.
T FN(exp)(T x) { return exp(x); }
T FN(expm1)(T x) { return expm1(x); }
T FN(log)(T x) { return log(x); }
T FN(log1p)(T x) { return log1p(x); }
T FN(xlogy)(T x, T y) { return x == (T)0 ? (T)0 : x * log(y); }

// Trigonometric and hyperbolic functions and their inverses.
T FN(sin)(T x) { return APART(sin, x, fabs(x) >= (T)0x1p23, (T)1, (T)0x1p23); }
T FN(cos)(T x) { return APART(cos, x, fabs(x) >= (T)0x1p23, (T)1, (T)0x1p23); }
T FN(tan)(T x) { return APART(tan, x, fabs(x) >= (T)0x1p23, (T)1, (T)0x1p23); }
T FN(asin)(T x) { return asin(x); }
T FN(acos)(T x) { return acos(x); }
T FN(atan)(T x) { return atan(x); }
T FN(atan2)(T y, T x) { return atan2(y, x); }
T FN(sinh)(T x) { return sinh(x); }
T FN(cosh)(T x) { return cosh(x); }
// Some drivers' tanh stops at the number below 1, also at infinity; from 20 on it rounds to 1.
T FN(tanh)(T x) { return fabs(x) >= (T)20 ? copysign((T)1, x) : tanh(x); }
T FN(asinh)(T x) { return asinh(x); }
T FN(acosh)(T x) { return acosh(x); }
T FN(atanh)(T x) { return atanh(x); }

// Error functions.
T FN(erf)(T x) { return erf(x); }
T FN(erfc)(T x) { return erfc(x); }

// Rounding; of two nearest integers the even one.
T FN(floor)(T x) { return floor(x); }
T FN(ceil)(T x) { return ceil(x); }
T FN(round)(T x) { return rint(x); }
T FN(rint)(T x) { return rint(x); }

// Magnitude, sign, extremes: NaN if an argument is NaN; of equals the first.
T FN(abs)(T x) { return fabs(x); }
T FN(sign)(T x) { return x > (T)0 ? (T)1 : x < (T)0 ? (T)-1 : x == (T)0 ? (T)0 : x; }
T FN(maximum)(T x, T y) { return ((x >= y) | isnan(x)) ? x : y; }
T FN(minimum)(T x, T y) { return ((x <= y) | isnan(x)) ? x : y; }
T FN(clip_by_value)(T t, T low, T high) { return FN(minimum)(FN(maximum)(t, low), high); }

// Relations, tests, choice.
BOOL FN(equal)(T x, T y) { return TRUTH(x == y); }
BOOL FN(not_equal)(T x, T y) { return TRUTH(x != y); }
BOOL FN(less)(T x, T y) { return TRUTH(x < y); }
BOOL FN(less_equal)(T x, T y) { return TRUTH(x <= y); }
BOOL FN(greater)(T x, T y) { return TRUTH(x > y); }
BOOL FN(greater_equal)(T x, T y) { return TRUTH(x >= y); }
BOOL FN(is_nan)(T x) { return TRUTH(isnan(x)); }
BOOL FN(is_inf)(T x) { return TRUTH(isinf(x)); }
BOOL FN(is_finite)(T x) { return TRUTH(isfinite(x)); }
T FN(where)(BOOL condition, T x, T y) { return MASK(condition) ? x : y; }

// Conversions. To integers as Java's (long): towards 0, NaN to 0, the nearest 64-bit integer for
// what is out of range.
T FN(copy)(T x) { return x; }
BOOL FN(truth)(T x) { return TRUTH(x != (T)0); }
VEC(long) FN(whole)(T x) {
  const T least = (T)-0x1p63;
  const T beyond = (T)0x1p63;
  const VEC(long) inside = CONVERT(long, ((x >= least) & (x < beyond)) ? x : (T)0);
  const VEC(long) high = CONVERT(long, x >= beyond) != (VEC(long))0 ? (VEC(long))LONG_MAX : inside;
  return CONVERT(long, x < least) != (VEC(long))0 ? (VEC(long))LONG_MIN : high;
}

#undef T
#undef M
#undef MASK
#undef FN
