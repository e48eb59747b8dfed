// Random numbers of the Philox streams: a work-item makes the GROUP numbers of LANES blocks.
//
// Mirrors Uniforms, Normals and Shuffle of dev.assay.engine.ops.random. TYPE is the element's type;
// GROUP is 4 where it has at most 32 bits, else 2.

#include "philox.cl"

#ifndef TYPE
#define TYPE float
#endif
#ifndef GROUP
#define GROUP 4
#endif
#define STREAM const ulong key, const ulong low, const ulong high

// Lane `lane` of v[k] becomes y[first + lane GROUP + k], as far as y reaches. Behind the last element
// `first` may be past the integers.
#define STORED(v)                                               \
  const long first = (long)get_global_id(0) * (LANES * GROUP);  \
  if (first + LANES * GROUP <= n) {                             \
    for (int lane = 0; lane < LANES; lane++) {                  \
      for (int k = 0; k < GROUP; k++) {                         \
        y[first + lane * GROUP + k] = (TYPE)LANE(v[k], lane);   \
      }                                                         \
    }                                                           \
  } else {                                                      \
    for (int i = 0; first + i < n; i++) {                       \
      y[first + i] = (TYPE)LANE(v[i % GROUP], i / GROUP);       \
    }                                                           \
  }

#if defined(UNIFORM)
// y[i] = u width + least: product and sum rounded to TYPE each, as the reference does: its bits.
kernel void random_uniform(
    global TYPE* y, const int n, STREAM, const TYPE least, const TYPE width) {
  LANED(uint) x[4];
  philox(key, low, high, (ulong)get_global_id(0) * LANES, x);
  LANED(TYPE) u[GROUP];
#if GROUP == 4
  for (int k = 0; k < GROUP; k++) {
    u[k] = uniform32(x[k]) * width + least;
  }
#else
  u[0] = uniform64(x[0], x[1]) * width + least;
  u[1] = uniform64(x[2], x[3]) * width + least;
#endif
  STORED(u)
}

#elif defined(INTEGER)
// y[i] = least + word mod width, words unsigned; width 0 stands for all words. WORD is TYPE without
// a sign.
kernel void random_integers(
    global TYPE* y, const int n, STREAM, const long least, const long width) {
  LANED(uint) x[4];
  philox(key, low, high, (ulong)get_global_id(0) * LANES, x);
  LANED(WORD) word[GROUP];
#if GROUP == 4
  for (int k = 0; k < GROUP; k++) {
    word[k] = x[k];
  }
#else
  word[0] = CONVERTED(ulong)(x[1]) << 32 | CONVERTED(ulong)(x[0]);
  word[1] = CONVERTED(ulong)(x[3]) << 32 | CONVERTED(ulong)(x[2]);
#endif
  if (width != 0) {
    for (int k = 0; k < GROUP; k++) {
      word[k] = word[k] % (WORD)width + (WORD)least;
    }
  }
  STORED(word)
}

#elif defined(NORMAL)
// Box and Muller: two numbers sqrt(-2 ln u) (sin 2 pi v, cos 2 pi v) of two uniforms. REAL is the
// arithmetic: TYPE, or binary64 where what is drawn hangs on the numbers themselves.
//
// Error of a number z of arithmetic with unit roundoff u, an ulp being 2 u at most: log 3 ulp, halved
// by the root; sqrt 3 ulp; sin or cos 4 ulp; their product: (3 + 6 + 8 + 1) u |z|. The angle is
// rounded to float once, as the reference does: 2 pi in two parts gives the same for every v.
#if GROUP == 4
#define UNIT float
#define LEAST 1e-7f
#define ANGLE(v) fma(v, (LANED(float))0x1.921fb6p2f, (v) * -0x1.777a5cp-23f)
#else
#define UNIT double
#define LEAST 1e-7
#define ANGLE(v) (v) * 6.283185307179586
#endif

void pair(const LANED(UNIT) u, const LANED(UNIT) v, LANED(REAL)* z) {
  const LANED(REAL) radius = sqrt(log(CONVERTED(REAL)(fmax(u, (LANED(UNIT))LEAST))) * -2);
  const LANED(REAL) angle = CONVERTED(REAL)(ANGLE(v));
  z[0] = sin(angle) * radius;
  z[1] = cos(angle) * radius;
}

void numbers(const LANED(uint)* x, LANED(REAL)* z) {
#if GROUP == 4
  pair(uniform32(x[0]), uniform32(x[1]), z);
  pair(uniform32(x[2]), uniform32(x[3]), z + 2);
#else
  pair(uniform64(x[0], x[1]), uniform64(x[2], x[3]), z);
#endif
}

// y[i] = mean + stddev z.
kernel void random_normal(
    global TYPE* y, const int n, STREAM, const REAL mean, const REAL stddev) {
  LANED(uint) x[4];
  LANED(REAL) z[GROUP];
  philox(key, low, high, (ulong)get_global_id(0) * LANES, x);
  numbers(x, z);
  for (int k = 0; k < GROUP; k++) {
    z[k] = z[k] * stddev + mean;
  }
  STORED(z)
}

#if LANES == 1
// As random_normal, of the numbers with |z| < 2 rounded to TYPE; a group owns GROUP 256/4 blocks.
// Binary64, as one number on the other side of 2 would shift all that follow.
kernel void truncated_normal(
    global TYPE* y, const int n, STREAM, const REAL mean, const REAL stddev) {
  const long first = (long)get_global_id(0) * GROUP;
  const long end = min((long)n, first + GROUP);
  ulong block = (ulong)get_global_id(0) * (GROUP * 64);
  long at = first;
  while (at < end) {
    uint x[4];
    REAL z[GROUP];
    philox(key, low, high, block++, x);
    numbers(x, z);
    for (int k = 0; k < GROUP && at < end; k++) {
      if (fabs((TYPE)z[k]) < 2) {
        y[at++] = (TYPE)(z[k] * stddev + mean);
      }
    }
  }
}
#endif

#else
// Fisher and Yates from the front: place i is exchanged with place i + (word i mod (n - i)). Each
// exchange hangs on those before: one work-item makes the whole permutation. `exchanged` is n, or 0
// where the order stays. LANES is 1.
kernel void permutation(global int* p, const int n, STREAM, const int exchanged) {
  if (get_global_id(0) > 0) {
    return;
  }
  for (int i = 0; i < n; i++) {
    p[i] = i;
  }
  for (int i = 0; i < exchanged - 1; i += 4) {
    uint x[4];
    philox(key, low, high, i / 4, x);
    for (int k = 0; k < 4 && i + k < exchanged - 1; k++) {
      const int place = i + k;
      const int other = place + (int)(x[k] % (uint)(n - place));
      const int moved = p[other];
      p[other] = p[place];
      p[place] = moved;
    }
  }
}
#endif
