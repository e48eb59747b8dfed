// scatter: y[s, p, j, q] = b[s, p, j, q] + sum of u[s, p, i, q] over all i with row(s, i) = j.
//
// Mirrors Scatter.sum and ScatterNd of dev.assay.engine.ops.array: the adjoint of gather.cl, whose
// letters it shares. Sums are written at the cell that receives them, in the order of i, beginning
// with b, or with 0 where BEGIN is not defined: no atomics, the same bytes in every run.
//
// scatter_plain   a work-item computes one cell and walks all rows: for few indices. Dimension 0
//                 runs along q, dimension 1 along j, dimension 2 along (s, p).
// scatter_sorted  the same where rows were sorted before, stably: those of cell (s, j) are
//                 order[starts[s J + j] ... starts[s J + j + 1] - 1], each the number of an i.
// scatter_packed  for processors: a work-item computes the slices of `block` neighbouring j of
//                 sorted rows, q in wide registers; dimension 1 runs along (s, p).
//
// TYPE is the element's type, ACC the sum's: TYPE itself where it is floating, else an unsigned
// integer, as unsigned sums wrap. Error of a cell that m elements fall on: m u (|b| + sum |u|).

#ifndef TYPE
#define TYPE float
#endif
#ifndef ACC
#define ACC float
#endif

#ifdef BEGIN
#define BASE global const TYPE* b,
#define BASE_VALUE (ACC)b[cell]
#else
#define BASE
#define BASE_VALUE 0
#endif

kernel void scatter_plain(
    BASE global const TYPE* u, global const int* rows, global TYPE* y, const int P, const int I,
    const int J, const int Q) {
  const int q = get_global_id(0);
  const int j = get_global_id(1);
  const int sp = get_global_id(2);
  const int s = sp / P;
  const int cell = (sp * J + j) * Q + q;
  if (q >= Q || j >= J) {
    return;
  }
  ACC sum = BASE_VALUE;
  for (int i = 0; i < I; i++) {
    if (rows[s * I + i] == j) {
      sum += (ACC)u[(sp * I + i) * Q + q];
    }
  }
  y[cell] = (TYPE)sum;
}

kernel void scatter_sorted(
    BASE global const TYPE* u, global const int* order, global const int* starts, global TYPE* y,
    const int P, const int I, const int J, const int Q) {
  const int q = get_global_id(0);
  const int j = get_global_id(1);
  const int sp = get_global_id(2);
  const int s = sp / P;
  const int cell = (sp * J + j) * Q + q;
  if (q >= Q || j >= J) {
    return;
  }
  const int end = starts[s * J + j + 1];
  ACC sum = BASE_VALUE;
  for (int k = starts[s * J + j]; k < end; k++) {
    sum += (ACC)u[(sp * I + order[k]) * Q + q];
  }
  y[cell] = (TYPE)sum;
}

kernel void scatter_packed(
    BASE global const TYPE* restrict u, global const int* restrict order,
    global const int* restrict starts, global TYPE* restrict y, const int P, const int I,
    const int J, const int Q, const int block) {
  const int begin = get_global_id(0) * block;
  const int end = begin + min(block, J - begin);
  const int sp = get_global_id(1);
  const int s = sp / P;
  for (int j = begin; j < end; j++) {
    global TYPE* slice = y + (sp * J + j) * Q;
    for (int q = 0; q < Q; q++) {
      const int cell = (sp * J + j) * Q + q;
      slice[q] = (TYPE)BASE_VALUE;
    }
    for (int k = starts[s * J + j]; k < starts[s * J + j + 1]; k++) {
      global const TYPE* row = u + (sp * I + order[k]) * Q;
      for (int q = 0; q < Q; q++) {
        slice[q] = (TYPE)((ACC)slice[q] + (ACC)row[q]);
      }
    }
  }
}
