// Random numbers of the Philox streams: a work-item makes the GROUP numbers of one block.
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

#if defined(UNIFORM)
// y[i] = u width + least: product and sum rounded to TYPE each, as the reference does: its bits.
kernel void random_uniform(
    global TYPE* y, const int n, STREAM, const TYPE least, const TYPE width) {
  const int block = get_global_id(0);
  const uint4 x = philox(key, low, high, block);
#if GROUP == 4
  const TYPE u[GROUP] = {uniform32(x.s0), uniform32(x.s1), uniform32(x.s2), uniform32(x.s3)};
#else
  const TYPE u[GROUP] = {uniform64(x.s0, x.s1), uniform64(x.s2, x.s3)};
#endif
  for (int k = 0; k < GROUP && block * GROUP + k < n; k++) {
    y[block * GROUP + k] = u[k] * width + least;
  }
}

#elif defined(INTEGER)
// y[i] = least + word mod width, words unsigned; width 0 stands for all words. WORD is TYPE without
// a sign.
kernel void random_integers(global TYPE* y, const int n, STREAM, const long least, const long width) {
  const int block = get_global_id(0);
  const uint4 x = philox(key, low, high, block);
#if GROUP == 4
  const WORD word[GROUP] = {x.s0, x.s1, x.s2, x.s3};
#else
  const WORD word[GROUP] = {(ulong)x.s1 << 32 | x.s0, (ulong)x.s3 << 32 | x.s2};
#endif
  const WORD range = (WORD)width;
  for (int k = 0; k < GROUP && block * GROUP + k < n; k++) {
    y[block * GROUP + k] =
        (TYPE)(range == 0 ? word[k] : (WORD)least + word[k] % range);
  }
}

#elif defined(NORMAL)
// Box and Muller: two numbers sqrt(-2 ln u) (sin 2 pi v, cos 2 pi v) of two uniforms. REAL is the
// arithmetic: TYPE, or binary64 where what is drawn hangs on the numbers themselves.
//
// Error of a number z of arithmetic with unit roundoff u, an ulp being 2 u at most: log 3 ulp, halved
// by the root; sqrt 3 ulp; sin or cos 4 ulp; their product: (3 + 6 + 8 + 1) u |z|. The angle is
// rounded to float once, as the reference does: 2 pi in two parts gives the same for every v.
#if GROUP == 4
#define LEAST 1e-7f
#ifdef WIDE
#define ANGLE(v) (float)((double)(v) * 6.283185307179586)
#else
#define ANGLE(v) fma(v, 0x1.921fb6p2f, (v) * -0x1.777a5cp-23f)
#endif
#else
#define LEAST 1e-7
#define ANGLE(v) (v) * 6.283185307179586
#endif

void pair(const TYPE u, const TYPE v, REAL* z) {
  const REAL radius = sqrt((REAL)-2 * log((REAL)fmax(u, (TYPE)LEAST)));
  const REAL angle = ANGLE(v);
  z[0] = sin(angle) * radius;
  z[1] = cos(angle) * radius;
}

void numbers(const uint4 x, REAL* z) {
#if GROUP == 4
  pair(uniform32(x.s0), uniform32(x.s1), z);
  pair(uniform32(x.s2), uniform32(x.s3), z + 2);
#else
  pair(uniform64(x.s0, x.s1), uniform64(x.s2, x.s3), z);
#endif
}

// y[i] = mean + stddev z.
kernel void random_normal(
    global TYPE* y, const int n, STREAM, const REAL mean, const REAL stddev) {
  const int block = get_global_id(0);
  REAL z[GROUP];
  numbers(philox(key, low, high, block), z);
  for (int k = 0; k < GROUP && block * GROUP + k < n; k++) {
    y[block * GROUP + k] = (TYPE)(mean + stddev * z[k]);
  }
}

// As random_normal, of the numbers with |z| < 2 rounded to TYPE; a group owns GROUP 256/4 blocks.
// Binary64, as one number on the other side of 2 would shift all that follow.
kernel void truncated_normal(
    global TYPE* y, const int n, STREAM, const REAL mean, const REAL stddev) {
  const int first = get_global_id(0) * GROUP;
  const int end = min(n, first + GROUP);
  ulong block = (ulong)get_global_id(0) * (GROUP * 64);
  int at = first;
  while (at < end) {
    REAL z[GROUP];
    numbers(philox(key, low, high, block++), z);
    for (int k = 0; k < GROUP && at < end; k++) {
      if (fabs((TYPE)z[k]) < 2) {
        y[at++] = (TYPE)(mean + stddev * z[k]);
      }
    }
  }
}

#else
// Fisher and Yates from the front: place i is exchanged with place i + (word i mod (n - i)). Each
// exchange hangs on those before: one work-item makes the whole permutation. `exchanged` is n, or 0
// where the order stays.
kernel void permutation(global int* p, const int n, STREAM, const int exchanged) {
  for (int i = 0; i < n; i++) {
    p[i] = i;
  }
  for (int i = 0; i < exchanged - 1; i += 4) {
    const uint4 x = philox(key, low, high, i / 4);
    const uint word[4] = {x.s0, x.s1, x.s2, x.s3};
    for (int k = 0; k < 4 && i + k < exchanged - 1; k++) {
      const int place = i + k;
      const int other = place + (int)(word[k] % (uint)(n - place));
      const int moved = p[other];
      p[other] = p[place];
      p[place] = moved;
    }
  }
}
#endif
