// Sums of products over labelled axes, y[out] = sum over the other labels of the product of the
// operands.
//
// Mirrors dev.assay.engine.ops.linalg.Contraction. OPERANDS(F) is F(0) F(1) ... for the operands
// x0, x1, ... The loops are listed in `loops`: first the `outer` ones, one for every label of
// the result, then the `inner` ones, one for every label that is summed. Each has 2 + (number of
// operands) entries: its size, the stride of y, the stride of x0, that of x1, ...

#include "product.cl"

#ifndef OPERANDS
#define OPERANDS(F) F(0) F(1)
#endif

#define ONE(t) +1
#define ENTRIES (2 OPERANDS(ONE))
#define PARAMETER(t) global const REAL* x##t,
#define START(t) int at##t = 0;
#define FIRST(t) int from##t = at##t;
#define STEP(t) at##t += index * loop[2 + t];
#define INNER_STEP(t) from##t += index * loop[2 + t];
#define FACTOR(t) product *= (ACC)x##t[from##t + k * last[2 + t]];

// Contraction.sumDoubles and sumLongs. A work-item computes one element of the result for every
// index of the outer loops; the last inner loop is walked with one stride. Error: (inner +
// operands)·u·Σ|Π x|.
kernel void contraction_plain(
    OPERANDS(PARAMETER) global REAL* y, global const int* loops, int outer, int inner,
    int elements, int terms) {
  const int i = get_global_id(0);
  if (i >= elements) {
    return;
  }
  int target = 0;
  OPERANDS(START)
  int rest = i;
  for (int l = outer - 1; l >= 0; l--) {
    global const int* loop = loops + l * ENTRIES;
    const int index = rest % loop[0];
    rest /= loop[0];
    target += index * loop[1];
    OPERANDS(STEP)
  }
  // with no inner loop there is one term, that of a loop of size 1
  global const int* last = loops + (outer + inner - 1) * ENTRIES;
  ACC sum = 0;
  for (int block = 0; block < terms; block += last[0]) {
    OPERANDS(FIRST)
    rest = block / last[0];
    for (int l = outer + inner - 2; l >= outer; l--) {
      global const int* loop = loops + l * ENTRIES;
      const int index = rest % loop[0];
      rest /= loop[0];
      OPERANDS(INNER_STEP)
    }
    for (int k = 0; k < last[0]; k++) {
      ACC product = 1;
      OPERANDS(FACTOR)
      sum += product;
    }
  }
  y[target] = (REAL)sum;
}

// Zeros, off the diagonal that a label twice in the result writes. A work-item clears one element.
kernel void contraction_clear(global REAL* y, int elements) {
  const int i = get_global_id(0);
  if (i < elements) {
    y[i] = 0;
  }
}
