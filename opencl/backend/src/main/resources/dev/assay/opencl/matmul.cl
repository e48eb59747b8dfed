// Products of matrices, c[s,m,n] = sum over k of a[s,m,k]·b[s,k,n].
//
// Mirrors dev.assay.engine.ops.linalg.MatMul. Element (m, k) of a's matrix s is a[a_first +
// s·a_batch + m·a_row + k·a_column], the others likewise: transposing a matrix exchanges two
// strides, broadcasting one has a_batch = 0.

#include "product.cl"

// MatMul.dot, k rising. A work-item computes one element: n, m, s. Nothing is assumed. Error:
// K·u·Σ|a·b|.
kernel void matmul_plain(
    global const REAL* a, int a_first, int a_batch, int a_row, int a_column,
    global const REAL* b, int b_first, int b_batch, int b_row, int b_column,
    global REAL* c, int c_first, int c_batch, int c_row, int c_column,
    int M, int N, int K) {
  const int n = get_global_id(0);
  const int m = get_global_id(1);
  const int s = get_global_id(2);
  if (m < M && n < N) {
    const int i = a_first + s * a_batch + m * a_row;
    const int j = b_first + s * b_batch + n * b_column;
    ACC sum = 0;
    for (int k = 0; k < K; k++) {
      sum = MULTIPLY_ADD((ACC)a[i + k * a_column], (ACC)b[j + k * b_row], sum);
    }
    c[c_first + s * c_batch + m * c_row + n * c_column] = (REAL)sum;
  }
}
