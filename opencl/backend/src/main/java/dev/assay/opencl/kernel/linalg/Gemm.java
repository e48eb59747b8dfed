package dev.assay.opencl.kernel.linalg;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.device.Settings.Variant;
import java.util.Map;

/**
 * Batched products of matrices of any strides, {@code c[s,m,n] = Σₖ a[s,m,k]·b[s,k,n]}.
 *
 * @param a M×K
 * @param b K×N
 * @param c M×N, written
 * @param batch how many products
 */
record Gemm(MatrixView a, MatrixView b, MatrixView c, int batch, int M, int N, int K) {
  /** Blocks that a work-item computes at most, one below the other: {@code matmul_packed.cl}. */
  private static final int TILES = 4;

  /** Steps k that a work-item packs: {@code matmul_packed.cl}. */
  private static final int PACK = 64;

  /** Panels that a work-item multiplies with. */
  private static final int WIDTH = 16;

  /** Rows of a work-group that sums in the lanes of vectors. */
  private static final int DOTS = 16;

  /** Products of fewer columns leave most of a block empty. */
  private static final int FEW = 4;

  /** A matrix of so many elements stays in a processor's cache however it lies. */
  private static final long CACHED = 1 << 16;

  /** Products of fewer terms run plain: packing takes longer. */
  private static final long SMALL = 1 << 13;

  /** Launches the product. */
  void run(ClDevice device) {
    DType dtype = c.storage().dtype();
    boolean isSmall = (long) M * N * K < SMALL && device.settings().variant() == Variant.AUTO;
    if (LocalTiles.suit(dtype, device) && !isSmall) {
      tiled(device);
    } else if (RegisterBlocks.suit(dtype, device) && !isSmall) {
      inRegisters(device);
    } else {
      plain(device);
    }
  }

  /** By whichever kernel of {@code matmul_packed.cl} suits the strides. */
  private void inRegisters(ClDevice device) {
    RegisterBlocks blocks = RegisterBlocks.of(c.storage().dtype(), device.info());
    long packed = (long) matrices() * blocks.panels(N) * blocks.columns() * K;
    boolean isShort = M <= 2 * blocks.rows() || (long) K * N <= CACHED;
    if (N < FEW && a.column() == 1 && b.row() == 1) {
      dots(device, blocks);
    } else if (c.column() == 1 && b.column() == 1 && N % blocks.columns() == 0 && isShort) {
      blocks(device, blocks, b, blocks.columns());
    } else if (c.column() == 1 && packed <= Shape.MAX_ELEMENTS) {
      packed(device, blocks, (int) packed);
    } else {
      plain(device);
    }
  }

  private void tiled(ClDevice device) {
    LocalTiles tiles = LocalTiles.of(M, N, batch, device.info());
    Launch launch =
        device.launch(
            Products.kernel(
                "matmul_tiled.cl",
                "matmul_tiled",
                c.storage().dtype(),
                device.info(),
                tiles.macros()));
    a.addTo(launch);
    b.addTo(launch);
    c.addTo(launch);
    launch.integers(M, N, K);
    tiles.launch(launch, M, N, batch);
  }

  /** How many matrices b has. */
  private int matrices() {
    return b.batch() == 0 ? 1 : batch;
  }

  @SuppressWarnings("try") // the scope is opened for its effect
  private void packed(ClDevice device, RegisterBlocks blocks, int size) {
    DType dtype = c.storage().dtype();
    int panels = blocks.panels(N);
    int next = blocks.columns() * K;
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage packed = device.allocate(dtype, size);
      Launch pack = device.launch(kernel("matmul_pack", dtype, device, blocks));
      b.addTo(pack);
      pack.buffer(packed).integers(N, K).groups(1, 1, 1).over(panels, ceil(K, PACK), matrices());
      int batch = b.batch() == 0 ? 0 : panels * next;
      blocks(device, blocks, new MatrixView(packed, 0, batch, blocks.columns(), 1), next);
    }
  }

  /**
   * Blocks of the product with panels of b.
   *
   * @param panels where the first panel is and how its matrices and its rows follow each other
   * @param next from one panel to the next
   */
  private void blocks(ClDevice device, RegisterBlocks blocks, MatrixView panels, int next) {
    Launch launch = device.launch(kernel("matmul_packed", c.storage().dtype(), device, blocks));
    a.addTo(launch);
    launch.buffer(panels.storage()).integers(panels.first(), panels.batch(), next, panels.row());
    c.addTo(launch);
    int wide = ceil(blocks.panels(N), WIDTH);
    int tiles = blocks.tiles(M, (long) batch * wide, TILES, device.info());
    launch
        .integers(M, N, K, tiles, WIDTH)
        .groups(1, 1, 1)
        .over(ceil(M, tiles * blocks.rows()), wide, batch);
  }

  /** Every element by itself, its sum in the lanes of vectors. */
  private void dots(ClDevice device, RegisterBlocks blocks) {
    Launch launch = device.launch(kernel("matmul_dots", c.storage().dtype(), device, blocks));
    a.addTo(launch);
    b.addTo(launch);
    c.addTo(launch);
    launch.integers(M, N, K).groups(DOTS, 1, 1).over(M, batch, 1);
  }

  private static KernelSpec kernel(
      String name, DType dtype, ClDevice device, RegisterBlocks blocks) {
    Map<String, String> macros = blocks.macros();
    macros.put("TILES", Integer.toString(TILES));
    macros.put("PACK", Integer.toString(PACK));
    return Products.kernel("matmul_packed.cl", name, dtype, device.info(), macros);
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
    launch.integers(M, N, K).groups(Products.groups(N)).over(N, M, batch);
  }
}
