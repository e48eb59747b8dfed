// y[s, j] = sum of x[row, j] over the rows of segment s.
//
// Mirrors Segments.sum of dev.assay.engine.ops.reduce. rows lists the rows of all segments, those
// of segment s at ends[s] <= p < ends[s + 1], rising. A work-item adds one element of one sum.
//
// Rounding, u the unit roundoff of ACC: |error| <= (r - 1) u sum |x| for a segment of r rows.

kernel void segment_sum_plain(
    global const REAL* x,
    global const int* rows,
    global const int* ends,
    global REAL* y,
    int segments,
    int inner) {
  const int j = get_global_id(0);
  const int s = get_global_id(1);
  if (j < inner && s < segments) {
    ACC sum = 0;
    for (int p = ends[s]; p < ends[s + 1]; p++) {
      sum += x[rows[p] * inner + j];
    }
    y[s * inner + j] = sum;
  }
}
