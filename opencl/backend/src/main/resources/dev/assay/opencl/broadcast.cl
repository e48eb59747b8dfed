// y[i] = x[j]: the elements of x repeated along dimensions of 1 and along new ones in front.
//
// Mirrors Index.broadcast of dev.assay.engine.tensor. The index of y is taken apart along RANK
// dimensions of sizes `size`; j is the sum of the indices times `step`, which is 0 where x is
// repeated. A work-item moves one element; T is any type of the elements' size, as only bits move.

#ifndef RANK
#define RANK 1
#endif

struct repeated {
  int size[RANK];
  int step[RANK];
};

kernel void broadcast_plain(global const T* x, global T* y, const struct repeated g, int n) {
  const int i = get_global_id(0);
  if (i < n) {
    int rest = i;
    int j = 0;
    for (int d = RANK - 1; d > 0; d--) {
      j += rest % g.size[d] * g.step[d];
      rest /= g.size[d];
    }
    y[i] = x[j + rest * g.step[0]];
  }
}
