// Activation functions: those of dev.assay.engine.ops.nn, same names. Included once for each REAL.
//
// Each is a few roundings and a function of OpenCL's or two; none cancels or overflows on the way.

#define T VEC(REAL)
#define FN(name) JOIN(name##_, REAL)

// relu(-0) = +0; NaN stays NaN.
T FN(relu)(T x) { return ((x > (T)0) | isnan(x)) ? x : (T)0; }
T FN(relu6)(T x) { return x > (T)6 ? (T)6 : FN(relu)(x); }
T FN(leaky_relu)(T x, T alpha) { return x > (T)0 ? x : alpha * x; }

// 1 / (1 + e^-x), of a negative x as e^x / (1 + e^x), so that nothing overflows; of a positive one
// as 1 less that of -x, which is at most 1/2, so that its errors count half or less.
T FN(sigmoid)(T x) {
  const T e = exp(-fabs(x));
  const T lower = e / ((T)1 + e);
  return x > (T)0 ? (T)1 - lower : lower;
}

T FN(elu)(T x) { return x < (T)0 ? expm1(x) : x; }

// Klambauer et al. 2017, Self-Normalizing Neural Networks, eq. 14.
T FN(selu)(T x) {
  const T scale = (T)(REAL)1.0507009873554804934193349852946;
  const T scale_alpha = (T)(REAL)1.7580993408473768599402175208123;
  return x < (T)0 ? scale_alpha * expm1(x) : scale * x;
}

// ln(1 + e^x) as max(x, 0) + ln(1 + e^-|x|).
T FN(softplus)(T x) { return FN(relu)(x) + log1p(exp(-fabs(x))); }
T FN(softsign)(T x) { return x / ((T)1 + fabs(x)); }
T FN(swish)(T x, T beta) { return x * FN(sigmoid)(beta * x); }
T FN(threshold)(T x, T at) { return x > at ? (T)1 : (T)0; }

// x erfc(-x / sqrt 2) / 2; no cancellation in the lower tail.
T FN(gelu)(T x) { return x * ((T)(REAL)0.5 * erfc(-x * (T)(REAL)0x1.6a09e667f3bcdp-1)); }

// x sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3)).
T FN(gelu_tanh)(T x) {
  const T cubic = (T)(REAL)0.044715;
  return x * FN(sigmoid)((T)(REAL)0x1.9884533d43651p0 * (x + cubic * x * x * x));
}

#undef T
#undef FN
