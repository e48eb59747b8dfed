// Philox4x32-10: the four words of block `low, high` + n under a key.
//
// Mirrors Philox.block of dev.assay.engine.ops.random: Salmon, Moraes, Dror, Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011. A function of integers: the same words everywhere.

uint4 philox(const ulong key, const ulong low, const ulong high, const ulong n) {
  const ulong sum = low + n;
  const ulong top = sum < n ? high + 1 : high;  // a carry out of the lower half
  uint4 x = (uint4)((uint)sum, (uint)(sum >> 32), (uint)top, (uint)(top >> 32));
  uint2 k = (uint2)((uint)key, (uint)(key >> 32));
  for (int round = 0; round < 10; round++) {
    const uint high0 = mul_hi(0xD2511F53u, x.s0);
    const uint low0 = 0xD2511F53u * x.s0;
    const uint high1 = mul_hi(0xCD9E8D57u, x.s2);
    const uint low1 = 0xCD9E8D57u * x.s2;
    x = (uint4)(high1 ^ x.s1 ^ k.s0, low1, high0 ^ x.s3 ^ k.s1, low0);
    k += (uint2)(0x9E3779B9u, 0xBB67AE85u);
  }
  return x;
}

// The lower 23 bits as a fraction: exact in binary32.
float uniform32(const uint word) {
  return (float)(word & 0x7FFFFFu) * 0x1p-23f;
}

#ifdef cl_khr_fp64
// The lower 20 bits of x0, then x1, as a fraction: exact in binary64.
double uniform64(const uint x0, const uint x1) {
  return (double)((ulong)(x0 & 0xFFFFFu) << 32 | x1) * 0x1p-52;
}
#endif
