package dev.assay.engine.ops.window;

/**
 * One spatial axis of a sliding window. Cell {@code k} of the window at output position {@code o}
 * lies over input position {@code o·stride + k·dilation − before}.
 *
 * @param input positions of the input, without padding
 * @param kernel cells of the window
 * @param stride from one output position to the next
 * @param dilation from one cell of the window to the next
 * @param before positions of padding in front of the input
 * @param output positions of the result
 */
public record WindowAxis(
    int input, int kernel, long stride, long dilation, long before, int output) {
  /** An axis that is not there: one position, a window of one cell. */
  public static final WindowAxis NONE = new WindowAxis(1, 1, 1, 1, 0, 1);

  /** The input position under cell {@code k} of window {@code o}; −1 where that is padding. */
  public int at(int o, int k) {
    long i = o * stride + k * dilation - before;
    return i >= 0 && i < input ? (int) i : -1;
  }

  /** The first cell of window {@code o} that may lie over the input. */
  public int first(int o) {
    return (int) Math.max(0, -Math.floorDiv(o * stride - before, dilation));
  }

  /** One past the last cell of window {@code o} that may lie over the input. */
  public int end(int o) {
    return (int) Math.min(kernel, Math.floorDiv(input - 1 + before - o * stride, dilation) + 1);
  }

  /**
   * The positions from the first to the last cell of a window: {@code (kernel − 1)·dilation + 1}.
   */
  static long reach(long kernel, long dilation) {
    return (kernel - 1) * dilation + 1;
  }
}
