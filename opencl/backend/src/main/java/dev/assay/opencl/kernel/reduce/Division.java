package dev.assay.opencl.kernel.reduce;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.Launch;

/**
 * Which version of {@code reduce.cl} folds cells, and in how many pieces each. It depends on the
 * sizes and the kind of the device alone, so that the order of additions does.
 *
 * @param kernel its name
 * @param split which reduced dimension is cut into pieces
 * @param length indices of it in a piece
 * @param pieces how many pieces
 */
record Division(String kernel, int split, int length, int pieces) {
  static final String PLAIN = "reduce_plain";
  private static final String ROWS = "reduce_rows";
  private static final String COLUMNS = "reduce_columns";
  private static final String TILED = "reduce_tiled";

  /** {@code LANES} and {@code GROUP} of {@code reduce.cl}. */
  private static final int LANES = 16;

  private static final int GROUP = 64;

  /** Cells with fewer elements than this are not cut. */
  private static final int WHOLE = 1 << 14;

  /** Pieces have about so many elements, but there are at most {@code MOST} of them. */
  private static final int PIECE = 1 << 12;

  private static final int MOST = 256;

  static Division of(ClDevice device, Cells cells) {
    String kernel =
        switch (device.settings().variant()) {
          case PLAIN -> PLAIN;
          case TILED -> cells.size() < GROUP / 4 ? PLAIN : TILED;
          case PACKED -> packed(cells);
          case AUTO -> device.info().gpu() ? forGpu(cells) : packed(cells);
        };
    return kernel.equals(PLAIN) || cells.size() == 0
        ? new Division(PLAIN, 0, 0, 1)
        : cut(kernel, cells);
  }

  private static String packed(Cells cells) {
    return cells.neighbouringElements() >= LANES
        ? ROWS
        : cells.neighbouringCells() >= LANES ? COLUMNS : PLAIN;
  }

  /** Neighbouring work-items read neighbouring elements: along a cell, or of one cell each. */
  private static String forGpu(Cells cells) {
    return cells.neighbouringElements() >= GROUP / 2 || cells.count() < GROUP ? TILED : PLAIN;
  }

  /** Cuts the longest reduced dimension where few work-items would have much to do. */
  private static Division cut(String kernel, Cells cells) {
    int[] sizes = cells.sizes();
    int split = sizes[2] >= sizes[1] && sizes[2] >= sizes[0] ? 2 : sizes[1] >= sizes[0] ? 1 : 0;
    int items = kernel.equals(COLUMNS) ? cells.count() / LANES : cells.count();
    if (cells.size() < WHOLE || items >= MOST) {
      return new Division(kernel, split, sizes[split], 1);
    }
    int within = cells.size() / sizes[split];
    int length = Math.max(Math.max(1, PIECE / within), (sizes[split] + MOST - 1) / MOST);
    length = (length + LANES - 1) / LANES * LANES;
    return new Division(kernel, split, length, (sizes[split] + length - 1) / length);
  }

  /** Launches over the cells and their pieces. */
  void over(Launch launch, Cells cells) {
    switch (kernel) {
      case PLAIN -> launch.groups(WorkGroups.size(cells.count())).over(cells.count());
      case ROWS ->
          launch
              .integers(split, length, pieces)
              .groups(1, WorkGroups.size(cells.count()))
              .over(pieces, cells.count());
      case COLUMNS -> {
        int row = cells.neighbouringCells();
        int blocks = cells.count() / row * ((row + LANES - 1) / LANES);
        launch
            .integers(split, length, pieces)
            .groups(WorkGroups.size(blocks), 1)
            .over(blocks, pieces);
      }
      default ->
          launch
              .integers(split, length, pieces)
              .groups(GROUP, 1)
              .over((long) GROUP * pieces, cells.count());
    }
  }
}
