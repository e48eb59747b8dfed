// Functions of integers, which wrap as two's complement: those of dev.assay.engine.ops.elementwise.
//
// Included once for each INTEGER: char, short, int, long, uchar. All results are exact. Sums and
// products are those of the UNSIGNED type of the same size, whose overflow is defined. WHOLE is the
// type of relations of vectors of INTEGER.

#define T VEC(INTEGER)
#define U(x) CONVERT(UNSIGNED, x)
#define WRAP(x) CONVERT(INTEGER, x)
// A factor of a product. C multiplies single numbers of fewer bits than int as int, which overflows;
// 0u makes them uint.
#if WIDTH == 1
#define FACTOR(x) (0u + U(x))
#else
#define FACTOR(x) U(x)
#endif
#define MASK(truth) (CONVERT(WHOLE, truth) != (VEC(WHOLE))0)
#define FN(name) JOIN(name##_, INTEGER)

// Arithmetic.
T FN(neg)(T x) { return WRAP((VEC(UNSIGNED))0 - U(x)); }
T FN(add)(T x, T y) { return WRAP(U(x) + U(y)); }
T FN(subtract)(T x, T y) { return WRAP(U(x) - U(y)); }
T FN(multiply)(T x, T y) { return WRAP(FACTOR(x) * FACTOR(y)); }
T FN(square)(T x) { return FN(multiply)(x, x); }
T FN(squared_difference)(T x, T y) { return FN(square)(FN(subtract)(x, y)); }

// The lowest integer is its own magnitude.
T FN(abs)(T x) { return WRAP(abs(x)); }
T FN(maximum)(T x, T y) { return max(x, y); }
T FN(minimum)(T x, T y) { return min(x, y); }

#if HAS_SIGN
T FN(sign)(T x) { return x > (T)0 ? (T)1 : x < (T)0 ? (T)-1 : (T)0; }

// A divisor that processors divide by without a fault: 1 for 0, which no call has, and for -1, by
// which the lowest integer overflows.
T FN(safe)(T y) { return ((y == (T)0) | (y == (T)-1)) ? (T)1 : y; }

// The sign of y, zeros apart.
T FN(floormod)(T x, T y) {
  const T rest = x % FN(safe)(y);
  const T other = ((rest != (T)0) & ((rest < (T)0) != (y < (T)0))) ? WRAP(rest + y) : rest;
  return y == (T)-1 ? (T)0 : other;
}

// The floor of the quotient.
T FN(floordiv)(T x, T y) {
  const T rest = x % FN(safe)(y);
  const T quotient = x / FN(safe)(y);
  const T floored =
      ((rest != (T)0) & ((rest < (T)0) != (y < (T)0))) ? WRAP(quotient - (T)1) : quotient;
  return y == (T)-1 ? FN(neg)(x) : floored;
}

// The sign of x.
T FN(truncatemod)(T x, T y) { return y == (T)-1 ? (T)0 : WRAP(x % FN(safe)(y)); }
#else
T FN(sign)(T x) { return x > (T)0 ? (T)1 : (T)0; }
T FN(safe)(T y) { return y == (T)0 ? (T)1 : y; }
T FN(floordiv)(T x, T y) { return WRAP(x / FN(safe)(y)); }
T FN(floormod)(T x, T y) { return WRAP(x % FN(safe)(y)); }
T FN(truncatemod)(T x, T y) { return WRAP(x % FN(safe)(y)); }
#endif

// By squaring: y in binary, the powers x, x^2, x^4, ... wrapping.
T FN(pow)(T x, T y) {
  T z = (T)1;
  T power = x;
  T n = y;
  for (int bit = 0; bit < 8 * (int)sizeof(INTEGER); bit++) {
    z = (n & (T)1) != (T)0 ? FN(multiply)(z, power) : z;
    power = FN(square)(power);
    n = WRAP(n >> (T)1);
  }
  return z;
}

// Relations and choice.
BOOL FN(equal)(T x, T y) { return TRUTH(x == y); }
BOOL FN(not_equal)(T x, T y) { return TRUTH(x != y); }
BOOL FN(less)(T x, T y) { return TRUTH(x < y); }
BOOL FN(less_equal)(T x, T y) { return TRUTH(x <= y); }
BOOL FN(greater)(T x, T y) { return TRUTH(x > y); }
BOOL FN(greater_equal)(T x, T y) { return TRUTH(x >= y); }
T FN(where)(BOOL condition, T x, T y) { return MASK(condition) ? x : y; }

// Truth values, where INTEGER is uchar.
T FN(logical_and)(T x, T y) { return x & y; }
T FN(logical_or)(T x, T y) { return x | y; }
T FN(logical_xor)(T x, T y) { return x ^ y; }
T FN(logical_not)(T x) { return WRAP((T)1 - x); }

// Conversions.
T FN(copy)(T x) { return x; }
BOOL FN(truth)(T x) { return TRUTH(x != (T)0); }

#undef T
#undef U
#undef WRAP
#undef FACTOR
#undef MASK
#undef FN
