package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.Launch;

/**
 * Batched products of matrices of any strides, {@code c[s,m,n] = Σₖ a[s,m,k]·b[s,k,n]}.
 *
 * @param a M×K
 * @param b K×N
 * @param c M×N, written
 * @param batch how many products
 */
record Gemm(MatrixView a, MatrixView b, MatrixView c, int batch, int M, int N, int K) {
  /** The most work-items along n of a work-group, and in all of it. */
  private static final int GROUP = 64;

  /** Launches the product. */
  void run(ClDevice device) {
    plain(device);
  }

  /**
   * The same product as one of taller matrices where b is one matrix, repeated, and the matrices of
   * a and c follow each other.
   */
  Gemm merged() {
    boolean tall = b.batch() == 0 && a.batch() == M * a.row() && c.batch() == M * c.row();
    return batch > 1 && tall ? new Gemm(a, b, c, 1, batch * M, N, K) : this;
  }

  /** The transposed product of the transposed matrices: {@code cᵀ = bᵀ·aᵀ}. */
  Gemm swapped() {
    return new Gemm(b.transposed(), a.transposed(), c.transposed(), batch, N, M, K);
  }

  private void plain(ClDevice device) {
    DType dtype = c.storage().dtype();
    Launch launch =
        device.launch(Products.kernel("matmul.cl", "matmul_plain", dtype, device.info()));
    a.addTo(launch);
    b.addTo(launch);
    c.addTo(launch);
    int wide = Math.min(GROUP, Integer.highestOneBit(Math.max(1, 2 * N - 1)));
    launch.integers(M, N, K).groups(wide, GROUP / wide, 1).over(N, M, batch);
  }
}
