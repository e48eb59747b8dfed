// Adjoints of copies that repeat elements: every element of y adds up its copies in x.
//
// Mirrors Movement.sum of dev.assay.engine.ops.array (Scatter.sum), with the sum written at the
// element that receives it: copies are added in the order of x, beginning with 0, no atomics. x and
// y are different buffers.
//
// fold_copies, fold_mirrors                a work-item computes one element of y; dimension 0 runs
//                                          along the innermost axis.
// fold_copies_packed, fold_mirrors_packed  the same sums for processors: a work-item computes a
//                                          block of elements in wide registers.
//
// TYPE is the element's type, ACC the sum's: TYPE itself where it is floating, else an unsigned
// integer, as unsigned sums wrap and their lower bits are those of the sum.
// Error of a sum of m elements: (m - 1) u sum |x|; mirrored axes have m <= 3.

#ifndef TYPE
#define TYPE float
#endif
#ifndef ACC
#define ACC float
#endif

// y[o, j] = sum over k < count of x[o stride + k step + j], 0 <= j < run: tile_grad along one axis
// (step = run, the size of the axis and of all inner ones), trace (run = 1, step = columns + 1).
kernel void fold_copies(
    global const TYPE* x, global TYPE* y, const int run, const int outer, const int count,
    const int stride, const int step) {
  const int j = get_global_id(0);
  const int o = get_global_id(1);
  if (j >= run || o >= outer) {
    return;
  }
  ACC sum = 0;
  for (int k = 0; k < count; k++) {
    sum += (ACC)x[o * stride + k * step + j];
  }
  y[o * run + j] = (TYPE)sum;
}

// As fold_copies: a work-item computes `block_run` neighbours of each of `block_outer` runs.
kernel void fold_copies_packed(
    global const TYPE* restrict x, global TYPE* restrict y, const int run, const int outer,
    const int count, const int stride, const int step, const int block_run,
    const int block_outer) {
  const int begin = get_global_id(0) * block_run;
  const int size = min(block_run, run - begin);
  const int first = get_global_id(1) * block_outer;
  const int last = first + min(block_outer, outer - first);
  for (int o = first; o < last; o++) {
    global TYPE* sum = y + o * run + begin;
    for (int j = 0; j < size; j++) {
      sum[j] = 0;
    }
    for (int k = 0; k < count; k++) {
      global const TYPE* copy = x + o * stride + k * step + begin;
      for (int j = 0; j < size; j++) {
        sum[j] = (TYPE)((ACC)sum[j] + (ACC)copy[j]);
      }
    }
  }
}

// y[o, j, i] = sum of x[o, p, i] over the positions p of the padded axis where pad put element j:
// before + j itself, its mirror image in front if 0 <= before - j - 1 + edge < before, and the one
// behind if it falls into the `after` positions past before + n. edge is 1 for REFLECT, which does
// not repeat the edge, and 0 for SYMMETRIC.
kernel void fold_mirrors(
    global const TYPE* x, global TYPE* y, const int inner, const int n, const int before,
    const int after, const int edge) {
  const int i = get_global_id(0);
  const int j = get_global_id(1);
  const int o = get_global_id(2);
  if (i >= inner || j >= n) {
    return;
  }
  const int padded = before + n + after;
  const int front = before - 1 - j + edge;
  const int back = before + 2 * n - 1 - j - edge;
  global const TYPE* row = x + o * padded * inner + i;
  ACC sum = 0;
  if (front >= 0 && front < before) {
    sum += (ACC)row[front * inner];
  }
  sum += (ACC)row[(before + j) * inner];
  if (back >= before + n && back < padded) {
    sum += (ACC)row[back * inner];
  }
  y[(o * n + j) * inner + i] = (TYPE)sum;
}

// As fold_mirrors: a work-item computes `block` neighbouring j of one o; dimension 1 runs along o.
kernel void fold_mirrors_packed(
    global const TYPE* restrict x, global TYPE* restrict y, const int inner, const int n,
    const int before, const int after, const int edge, const int block) {
  const int first = get_global_id(0) * block;
  const int last = first + min(block, n - first);
  const int o = get_global_id(1);
  const int padded = before + n + after;
  global const TYPE* rows = x + o * padded * inner;
  for (int j = first; j < last; j++) {
    const int front = before - 1 - j + edge;
    const int back = before + 2 * n - 1 - j - edge;
    const bool in_front = front >= 0 && front < before;
    const bool behind = back >= before + n && back < padded;
    global TYPE* sum = y + (o * n + j) * inner;
    for (int i = 0; i < inner; i++) {
      ACC total = 0;
      if (in_front) {
        total += (ACC)rows[front * inner + i];
      }
      total += (ACC)rows[(before + j) * inner + i];
      if (behind) {
        total += (ACC)rows[back * inner + i];
      }
      sum[i] = (TYPE)total;
    }
  }
}
