// scatter: y[s, p, j, q] = b[s, p, j, q] + sum of u[s, p, i, q] over all i with row(s, i) = j.
//
// Mirrors Scatter.sum and ScatterNd of dev.assay.engine.ops.array: the adjoint of gather.cl, whose
// letters it shares. Sums are written at the cell that receives them, in the order of i, beginning
// with b, or with 0 where BEGIN is not defined: no atomics, the same bytes in every run. A
// work-item computes one cell; dimension 0 runs along q, dimension 1 along j, dimension 2 along
// (s, p).
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

// Every cell walks all rows: I work for each, for few indices.
kernel void scatter_plain(
    BASE global const TYPE* u, global const int* rows, global TYPE* y, const int P, const int I,
    const int J, const int Q) {
  const int q = get_global_id(0);
  const int j = get_global_id(1);
  const int sp = get_global_id(2);
  if (q >= Q || j >= J) {
    return;
  }
  const int cell = (sp * J + j) * Q + q;
  const int s = sp / P;
  ACC sum = BASE_VALUE;
  for (int i = 0; i < I; i++) {
    if (rows[s * I + i] == j) {
      sum += (ACC)u[(sp * I + i) * Q + q];
    }
  }
  y[cell] = (TYPE)sum;
}

// The rows were sorted before, stably: those of cell (s, j) are order[starts[s J + j] ...
// starts[s J + j + 1] - 1], each the number of an index i.
kernel void scatter_sorted(
    BASE global const TYPE* u, global const int* order, global const int* starts, global TYPE* y,
    const int P, const int I, const int J, const int Q) {
  const int q = get_global_id(0);
  const int j = get_global_id(1);
  const int sp = get_global_id(2);
  if (q >= Q || j >= J) {
    return;
  }
  const int cell = (sp * J + j) * Q + q;
  const int s = sp / P;
  const int end = starts[s * J + j + 1];
  ACC sum = BASE_VALUE;
  for (int k = starts[s * J + j]; k < end; k++) {
    sum += (ACC)u[(sp * I + order[k]) * Q + q];
  }
  y[cell] = (TYPE)sum;
}
