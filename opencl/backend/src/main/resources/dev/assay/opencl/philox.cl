// Philox4x32-10: LANES neighbouring blocks of four words each under a key.
//
// Mirrors Philox.block of dev.assay.engine.ops.random: Salmon, Moraes, Dror, Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011. A function of integers: the same words everywhere. LANES
// is 1, or 16 for processors, which compute 16 blocks at once in wide registers.

#ifndef LANES
#define LANES 1
#endif

#define LANED(type) LANED_(type)  // macros for types are replaced before they are joined
#define CONVERTED(type) CONVERTED_(type)

#if LANES == 1
#define LANED_(type) type
#define CONVERTED_(type) convert_##type
#define LANE_NUMBERS 0
#define LANE(x, lane) x
#define CARRIED(high, condition) ((high) + ((condition) ? 1 : 0))
#else
#define LANED_(type) type##16
#define CONVERTED_(type) convert_##type##16
#define LANE_NUMBERS (ulong16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#define LANE(x, lane) x[lane]
#define CARRIED(high, condition) ((high) - as_ulong16(condition))  // true is -1
#endif

// x[k], lane l: word k of the block that is n + l blocks past the counter high, low.
void philox(const ulong key, const ulong low, const ulong high, const ulong n, LANED(uint)* x) {
  const LANED(ulong) count = n + LANE_NUMBERS;
  const LANED(ulong) sum = low + count;
  const LANED(ulong) top = CARRIED((LANED(ulong))high, sum < count);
  LANED(uint) x0 = CONVERTED(uint)(sum);
  LANED(uint) x1 = CONVERTED(uint)(sum >> 32);
  LANED(uint) x2 = CONVERTED(uint)(top);
  LANED(uint) x3 = CONVERTED(uint)(top >> 32);
  uint k0 = (uint)key;
  uint k1 = (uint)(key >> 32);
  for (int round = 0; round < 10; round++) {
    const LANED(ulong) p0 = CONVERTED(ulong)(x0) * 0xD2511F53ul;
    const LANED(ulong) p1 = CONVERTED(ulong)(x2) * 0xCD9E8D57ul;
    x0 = CONVERTED(uint)(p1 >> 32) ^ x1 ^ k0;
    x1 = CONVERTED(uint)(p1);
    x2 = CONVERTED(uint)(p0 >> 32) ^ x3 ^ k1;
    x3 = CONVERTED(uint)(p0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  x[0] = x0;
  x[1] = x1;
  x[2] = x2;
  x[3] = x3;
}

// The lower 23 bits as a fraction: exact in binary32.
LANED(float) uniform32(const LANED(uint) word) {
  return CONVERTED(float)(word & 0x7FFFFFu) * 0x1p-23f;
}

#ifdef cl_khr_fp64
// The lower 20 bits of x0, then x1, as a fraction: exact in binary64.
LANED(double) uniform64(const LANED(uint) x0, const LANED(uint) x1) {
  const LANED(ulong) bits = CONVERTED(ulong)(x0 & 0xFFFFFu) << 32 | CONVERTED(ulong)(x1);
  return CONVERTED(double)(bits) * 0x1p-52;
}
#endif
