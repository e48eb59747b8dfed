package dev.assay.engine.ops.image;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * A tensor as {@code n} images of {@code h} rows, {@code w} columns and {@code c} channels: its
 * last three axes, the others taken together.
 */
record Frames(int n, int h, int w, int c) {
  /** Where a pixel comes from. */
  @FunctionalInterface
  interface PixelMap {
    /** The number {@code row·w + column} of the source of pixel (y, x); negative for none. */
    int source(int y, int x);
  }

  /** The images of a tensor of rank 3 or more. */
  static Frames of(Shape s) {
    return new Frames(Index.product(s, 0, s.rank() - 3), s.dim(-3), s.dim(-2), s.dim(-1));
  }

  /** The images of the i-th argument. */
  static Frames of(Call c, int i) {
    return of(c.in(i).shape());
  }

  /** The shape with the rows and columns replaced. */
  static Shape resized(Shape s, int h, int w) {
    return s.with(s.rank() - 3, h).with(s.rank() - 2, w);
  }

  /** Requires one image or a batch of images: the {@code at}-th input has rank 3 or 4. */
  static Op.Builder requireImage(Op.Builder b, int at, String input) {
    return b.require(
        Kind.SHAPE,
        input + ".rank is 3 or 4",
        o -> o.shape(at).rank() == 3 || o.shape(at).rank() == 4);
  }

  /** Requires the {@code at}-th input to have rank 3 or more. */
  static Op.Builder requireFrames(Op.Builder b, int at, String input) {
    return b.require(Kind.SHAPE, input + ".rank >= 3", o -> o.shape(at).rank() >= 3);
  }

  /** Requires the last dimension of the {@code at}-th input to be {@code channels}. */
  static Op.Builder requireChannels(Op.Builder b, int at, String input, int channels) {
    return b.require(
        Kind.SHAPE,
        input + ".dim(-1) = " + channels,
        o -> o.shape(at).rank() > 0 && Shape.dimsAgree(o.shape(at).dim(-1), channels));
  }

  /** The first result of a call: pixels of the first argument, 0 where there is no source. */
  static List<Tensor> select(Call call, PixelMap map) {
    Frames from = of(call, 0);
    Shape shape = call.output().shape();
    Frames to = of(shape);
    int[] source = new int[shape.elements()];
    int at = 0;
    for (int n = 0; n < to.n && at < source.length; n++) {
      for (int y = 0; y < to.h; y++) {
        for (int x = 0; x < to.w; x++) {
          int pixel = map.source(y, x);
          int first = (n * from.h * from.w + pixel) * to.c;
          for (int c = 0; c < to.c; c++) {
            source[at++] = pixel < 0 ? -1 : first + c;
          }
        }
      }
    }
    HostStorage zero = HostStorage.zeros(call.in(0).dtype(), 1);
    return List.of(Tensor.of(shape, call.in(0).host().select(source, zero)));
  }
}
