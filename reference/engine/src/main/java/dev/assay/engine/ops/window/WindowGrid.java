package dev.assay.engine.ops.window;

import java.util.List;

/**
 * Every window over one to three spatial axes. Fewer axes than three are led by axes of one
 * position, so that one walk serves all ranks; the channels are the caller's loop.
 */
public final class WindowGrid {
  /** What is done where a cell of a window lies over the input. Padding is not visited. */
  @FunctionalInterface
  interface Visit {
    /**
     * Row-major positions, channels not counted.
     *
     * @param input in {@code [batch, spatial…]} of the input
     * @param cell in the window
     * @param output in {@code [batch, spatial…]} of the result
     */
    void at(int input, int cell, int output);
  }

  private final WindowAxis d;
  private final WindowAxis h;
  private final WindowAxis w;

  /** One to three axes, outermost first. */
  public WindowGrid(List<WindowAxis> axes) {
    int n = axes.size();
    d = n > 2 ? axes.get(n - 3) : WindowAxis.NONE;
    h = n > 1 ? axes.get(n - 2) : WindowAxis.NONE;
    w = axes.get(n - 1);
  }

  /** The three axes, outermost first: depth, height, width. */
  public List<WindowAxis> axes() {
    return List.of(d, h, w);
  }

  /** Input positions of one image. */
  public int inputs() {
    return d.input() * h.input() * w.input();
  }

  /** Cells of a window. */
  public int cells() {
    return d.kernel() * h.kernel() * w.kernel();
  }

  /** Output positions of one image. */
  public int outputs() {
    return d.output() * h.output() * w.output();
  }

  /** Visits images, then output positions, then the cells of each window, all row-major. */
  void forEach(int batch, Visit visit) {
    int output = 0;
    for (int n = 0; n < batch; n++) {
      for (int od = 0; od < d.output(); od++) {
        for (int oh = 0; oh < h.output(); oh++) {
          for (int ow = 0; ow < w.output(); ow++, output++) {
            window(n, od, oh, ow, output, visit);
          }
        }
      }
    }
  }

  private void window(int n, int od, int oh, int ow, int output, Visit visit) {
    for (int kd = d.first(od); kd < d.end(od); kd++) {
      int id = d.at(od, kd);
      for (int kh = h.first(oh); kh < h.end(oh); kh++) {
        int ih = h.at(oh, kh);
        int row = ((n * d.input() + id) * h.input() + ih) * w.input();
        int cells = (kd * h.kernel() + kh) * w.kernel();
        for (int kw = w.first(ow); kw < w.end(ow); kw++) {
          visit.at(row + w.at(ow, kw), cells + kw, output);
        }
      }
    }
  }
}
