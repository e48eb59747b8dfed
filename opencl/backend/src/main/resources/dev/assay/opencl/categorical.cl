// Classes by unnormalised log-probabilities: the least k whose cumulative sum exceeds u total.
//
// Mirrors Categorical.sample of dev.assay.engine.ops.random, in binary64 whatever the type of the
// logits: a class would be another only where u total lies between two values of exp that differ in
// their last bits. A logit that is infinite or NaN has probability 0.

#include "philox.cl"

#ifndef TYPE
#define TYPE float
#endif
#ifndef INDEX
#define INDEX long
#endif

// sums[row, k] = sum of e^(logits[row, j] - greatest) over j <= k: a work-item does a row.
kernel void categorical_sums(
    global const TYPE* logits, global double* sums, const int rows, const int classes) {
  const int row = get_global_id(0);
  if (row >= rows) {
    return;
  }
  logits += (long)row * classes;
  sums += (long)row * classes;
  double greatest = -INFINITY;
  for (int k = 0; k < classes; k++) {
    if (isfinite(logits[k])) {
      greatest = fmax(greatest, (double)logits[k]);
    }
  }
  double sum = 0;
  for (int k = 0; k < classes; k++) {
    sum += isfinite(logits[k]) ? exp((double)logits[k] - greatest) : 0.0;
    sums[k] = sum;
  }
}

// A work-item draws the two numbers of a block: y[i], i = row samples + sample.
kernel void categorical_draw(
    global const double* sums, global INDEX* y, const int n, const ulong key, const ulong low,
    const ulong high, const int classes, const int samples) {
  const long first = (long)get_global_id(0) * 2;
  uint x[4];
  philox(key, low, high, (ulong)get_global_id(0), x);
  for (long i = first; i < min((long)n, first + 2); i++) {
    const int k = 2 * (i - first);
    global const double* own = sums + (long)(i / samples) * classes;
    const double sought = uniform64(x[k], x[k + 1]) * own[classes - 1];
    int least = 0;
    int most = classes - 1;
    while (least < most) {
      const int middle = least + (most - least) / 2;
      const bool beyond = own[middle] > sought;
      most = beyond ? middle : most;
      least = beyond ? least : middle + 1;
    }
    y[i] = least;
  }
}
