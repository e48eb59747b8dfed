// The greater and the lesser of two numbers as Java's Math.max and Math.min have them: NaN if one
// of them is NaN, and +0 is greater than -0.

#define GREATER(a, b) \
  (isnan(a) || (a) > (b) || ((a) == (b) && !signbit(a)) ? (a) : (b))
#define LESSER(a, b) \
  (isnan(a) || (a) < (b) || ((a) == (b) && signbit(a)) ? (a) : (b))
