package dev.assay.engine.ops.image;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Shape;

/** The loops that the three kernels share: every element of every crop. */
final class CropWalk {
  /** The samples of one axis of one box: two positions with their weights; none outside. */
  static final class Samples {
    final boolean[] inside;
    final int[] low;
    final double[] weightLow;
    final double[] weightHigh;

    Samples(double from, double to, int size, int n, boolean nearest, int order) {
      inside = new boolean[n];
      low = new int[n];
      weightLow = new double[n];
      weightHigh = new double[n];
      for (int i = 0; i < n; i++) {
        double p =
            n > 1
                ? ((n - 1 - i) * from + i * to) * (size - 1) / (n - 1)
                : (from + to) / 2 * (size - 1);
        inside[i] = p >= 0 && p <= size - 1;
        if (!inside[i]) {
          continue;
        }
        low[i] = (int) p;
        double part = p - low[i];
        if (nearest) {
          weightLow[i] = order == 0 && part < 0.5 ? 1 : 0;
          weightHigh[i] = order == 0 && part >= 0.5 ? 1 : 0;
        } else if (order == 0) {
          weightLow[i] = 1 - part;
          weightHigh[i] = part;
        } else if (order == 1 && part > 0) {
          weightLow[i] = -1;
          weightHigh[i] = 1;
        }
      }
    }
  }

  /** What is done with one element of a crop: its offset, its samples, its image and channel. */
  interface Element {
    void run(int o, int box, int y, int x, int first);
  }

  private final double[] boxes;
  private final long[] images;
  final Frames image;
  final Frames crop;
  private final boolean nearest;
  final int[] order;

  CropWalk(Call c, int at, int image, Shape crop) {
    boxes = c.in(at).host().doubles();
    images = c.in(at + 1).host().longs();
    this.image = Frames.of(c, image);
    this.crop = Frames.of(crop);
    nearest = c.attrs().text("method").equals("nearest");
    order = c.attrs().ints("order");
  }

  Samples rows(int n, int more) {
    return new Samples(
        boxes[4 * n], boxes[4 * n + 2], image.h(), crop.h(), nearest, order[0] + more);
  }

  Samples columns(int n, int more) {
    return new Samples(
        boxes[4 * n + 1], boxes[4 * n + 3], image.w(), crop.w(), nearest, order[1] + more);
  }

  /** {@code first} is the offset of the image's first element of that channel. */
  void each(int n, Element body) {
    int o = n * crop.h() * crop.w() * crop.c();
    int start = (int) images[n] * image.h() * image.w() * image.c();
    for (int y = 0; y < crop.h(); y++) {
      for (int x = 0; x < crop.w(); x++) {
        for (int ch = 0; ch < crop.c(); ch++) {
          body.run(o++, n, y, x, start + ch);
        }
      }
    }
  }

  /** What is done with one sample of the image: its offset and weight. */
  interface Tap {
    void run(int i, double w);
  }

  /** Visits the samples of one element that have a weight. */
  void taps(Samples rows, int y, Samples columns, int x, int first, Tap tap) {
    for (int a = 0; a < 2; a++) {
      double wy = a == 0 ? rows.weightLow[y] : rows.weightHigh[y];
      for (int b = 0; b < 2; b++) {
        double w = wy * (b == 0 ? columns.weightLow[x] : columns.weightHigh[x]);
        if (w != 0) {
          int pixel = (rows.low[y] + a) * image.w() + columns.low[x] + b;
          tap.run(first + pixel * image.c(), w);
        }
      }
    }
  }
}
