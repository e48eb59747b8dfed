package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Draw;
import java.util.Arrays;
import java.util.List;

/** Identities of pooling, and of moving blocks between space, depth and batch. */
final class PoolLaws {
  private PoolLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "max-pool-by-patches",
            "max_pool(x) = −min of every patch of −x, VALID",
            "extract_patches max_pool neg reduce_min reshape",
            c -> {
              Windows w = Windows.draw(c.draw(), 3);
              Term x = c.floats(w.input(), REAL);
              Term least =
                  c.op("reduce_min", Attributes.of("axis", 3), w.patches(c, c.op("neg", x)));
              c.same(c.op("max_pool", w.pool(), x), c.op("neg", least));
            }),
        Law.of(
            "avg-pool-by-patches",
            "avg_pool(x) = the mean of every patch, VALID",
            "avg_pool extract_patches reduce_mean reshape",
            c -> {
              Windows w = Windows.draw(c.draw(), 3);
              Term x = c.floats(w.input(), REAL);
              c.equal(
                  c.op("avg_pool", w.pool(), x),
                  c.op("reduce_mean", Attributes.of("axis", 3), w.patches(c, x)));
            }),
        Law.of(
            "avg-pool-by-convolution",
            "avg_pool(x) = depthwise_conv2d(x, 1/(h·w)), VALID",
            "avg_pool depthwise_conv2d",
            c -> {
              Windows w = Windows.draw(c.draw(), 3);
              Term x = c.floats(w.input(), REAL);
              Shape filter = Shape.of(w.height, w.width, w.channels, 1);
              double[] weights = new double[filter.elements()];
              Arrays.fill(weights, 1.0 / (w.height * w.width));
              Term constant = c.of(Tensor.of(c.draw().dtype(), filter, weights));
              Term sums = c.op("depthwise_conv2d", w.slide(), x, constant);
              c.equal(c.op("avg_pool", w.pool(), x), sums);
            }),
        Law.of(
            "pool-of-constant",
            "every pool of a constant is the constant, at the border too, SAME: ⌈n/stride⌉ windows",
            "avg_pool broadcast_to max_pool",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              Term value = c.floats(Shape.scalar(), REAL);
              int h = (w.input().dim(1) + w.stride - 1) / w.stride;
              int v = (w.input().dim(2) + w.stride - 1) / w.stride;
              Attributes same = w.pool().and("padding", "SAME");
              int[] out = {w.input().dim(0), h, v, w.channels};
              Term x = c.op("broadcast_to", Attributes.of("shape", w.input().dims()), value);
              Term constant = c.op("broadcast_to", Attributes.of("shape", out), value);
              c.equal(c.op("avg_pool", same, x), constant);
              c.same(c.op("max_pool", same, x), constant);
            }),
        Law.of(
            "pool-sizes",
            "VALID has ⌊(n − k)/stride⌋ + 1 windows; FULL is VALID with k − 1 more on each side",
            "avg_pool max_pool ones pad",
            c -> {
              Windows w = Windows.draw(c.draw(), 3);
              Term x = c.op("ones", Attributes.of("shape", w.input().dims()));
              int[] margins = {0, 0, w.height - 1, w.height - 1, w.width - 1, w.width - 1, 0, 0};
              Term padded = c.op("pad", Attributes.of("paddings", margins), x);
              c.same(
                  c.op("max_pool", w.pool().and("padding", "FULL"), x),
                  c.op("max_pool", w.pool(), padded));
              int h = (w.input().dim(1) - w.height) / w.stride + 1;
              int v = (w.input().dim(2) - w.width) / w.stride + 1;
              Shape out = Shape.of(w.input().dim(0), h, v, w.channels);
              c.same(
                  c.op("avg_pool", w.pool(), x), c.op("ones", Attributes.of("shape", out.dims())));
            }),
        Law.of(
            "pool-of-channels-first",
            "pooling in NCHW = transposing, pooling in NHWC, transposing back",
            "avg_pool max_pool transpose",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              Term x = c.floats(w.input(), REAL);
              Attributes there = Attributes.of("perm", new int[] {0, 3, 1, 2});
              String padding = c.draw().pick("SAME", "FULL", "CAUSAL");
              for (String op : List.of("max_pool", "avg_pool")) {
                Attributes last = w.pool().and("padding", padding);
                Attributes first = last.and("data_format", "NCHW");
                c.alike(
                    c.op(op, first, c.op("transpose", there, x)),
                    c.op("transpose", there, c.op(op, last, x)));
              }
            }),
        Law.of(
            "pool1d-in-2d",
            "a pool of a line = the pool of the image of that line",
            "avg_pool avg_pool1d expand_dims max_pool max_pool1d",
            c -> {
              int n = c.draw().positiveSize();
              Term x = c.floats(Shape.of(2, n, c.draw().between(1, 3)), REAL);
              int size = c.draw().between(1, 4);
              int stride = c.draw().between(1, 3);
              Attributes same = Attributes.of("padding", "SAME");
              Attributes line = same.and("ksize", size).and("strides", stride);
              Attributes image =
                  same.and("ksize", new int[] {1, size}).and("strides", new int[] {1, stride});
              Attributes row = Attributes.of("axis", 1);
              for (String op : List.of("max_pool", "avg_pool")) {
                c.alike(
                    c.op("expand_dims", row, c.op(op + "1d", line, x)),
                    c.op(op, image, c.op("expand_dims", row, x)));
              }
            }),
        Law.of(
            "pool2d-in-3d",
            "a pool of an image = the pool of the volume of that image",
            "avg_pool avg_pool3d expand_dims max_pool max_pool3d",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              Term x = c.floats(w.input(), REAL);
              Attributes image = w.pool().and("padding", "SAME");
              Attributes volume =
                  image
                      .and("ksize", new int[] {1, w.height, w.width})
                      .and("strides", new int[] {1, w.stride, w.stride});
              Attributes front = Attributes.of("axis", 1);
              for (String op : List.of("max_pool", "avg_pool")) {
                c.alike(
                    c.op("expand_dims", front, c.op(op, image, x)),
                    c.op(op + "3d", volume, c.op("expand_dims", front, x)));
              }
            }),
        Law.of(
            "global-pools",
            "global pools = reductions along the spatial axes = pools with one window",
            "avg_pool global_average_pool global_max_pool max_pool reduce_max reduce_mean",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              Term x = c.floats(w.input(), REAL);
              Attributes keep = Attributes.of("keepdims", true);
              Attributes axes = keep.and("axis", new int[] {1, 2});
              Attributes all =
                  Attributes.of("ksize", new int[] {w.input().dim(1), w.input().dim(2)});
              Term mean = c.op("global_average_pool", keep, x);
              Term max = c.op("global_max_pool", keep, x);
              c.equal(mean, c.op("reduce_mean", axes, x));
              c.equal(mean, c.op("avg_pool", all, x));
              c.same(max, c.op("reduce_max", axes, x));
              c.same(max, c.op("max_pool", all, x));
            }),
        Law.of(
            "argmax-gathers",
            "the elements at argmax are the maxima",
            "gather max_pool max_pool_with_argmax reshape",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              Term x = c.floats(w.input(), REAL);
              Attributes same = w.pool().and("padding", "SAME");
              Attributes all = same.and("include_batch_in_index", true);
              List<Term> both = c.all("max_pool_with_argmax", all, x);
              Term flat = c.op("reshape", Attributes.of("shape", List.of(-1)), x);
              c.same(both.get(0), c.op("max_pool", same, x));
              c.same(c.op("gather", flat, both.get(1)), both.get(0));
            }),
        Law.of(
            "max-pool-grad-by-argmax",
            "max_pool_grad(x, y, dy) = dy added at argmax, and its adjoint reads there",
            "max_pool_grad max_pool_grad_grad max_pool_grad_grad_with_argmax"
                + " max_pool_grad_with_argmax max_pool_with_argmax",
            c -> {
              Windows w = Windows.draw(c.draw(), 1);
              boolean batch = c.draw().flip();
              Term x = c.floats(w.input(), REAL);
              Attributes same = w.pool().and("padding", "SAME");
              Attributes index = Attributes.of("include_batch_in_index", batch);
              List<Term> both =
                  c.all("max_pool_with_argmax", same.and("include_batch_in_index", batch), x);
              Term y = both.get(0);
              Term at = both.get(1);
              Term dy = c.floats(y.shape(), REAL);
              Term ddx = c.floats(x.shape(), REAL);
              c.equal(
                  c.op("max_pool_grad", same, x, y, dy),
                  c.op("max_pool_grad_with_argmax", index, x, dy, at));
              c.same(
                  c.op("max_pool_grad_grad", same, x, y, ddx),
                  c.op("max_pool_grad_grad_with_argmax", index, x, ddx, at));
            }),
        Law.always(
            "space-depth-round-trip",
            "depth_to_space(space_to_depth(x)) = x",
            "depth_to_space space_to_depth",
            c -> {
              int b = c.draw().between(2, 3);
              Attributes block = Attributes.of("block_size", b);
              Term x = c.floats(blocks(c.draw(), b), REAL);
              c.same(c.op("depth_to_space", block, c.op("space_to_depth", block, x)), x);
            }),
        Law.always(
            "space-to-depth-by-patches",
            "space_to_depth(x) = patches of b × b side by side",
            "extract_patches space_to_depth",
            c -> {
              int b = c.draw().between(2, 3);
              Term x = c.floats(blocks(c.draw(), b), REAL);
              c.same(
                  c.op("space_to_depth", Attributes.of("block_size", b), x),
                  c.op("extract_patches", Attributes.of("sizes", b).and("strides", b), x));
            }),
        Law.always(
            "space-batch-round-trip",
            "batch_to_space_nd(space_to_batch_nd(x)) = x, paddings as crops",
            "batch_to_space_nd space_to_batch_nd",
            c -> {
              int[] block = {c.draw().between(1, 3), c.draw().between(1, 2)};
              int h = c.draw().between(1, 4);
              int w = c.draw().between(1, 4);
              int before = c.draw().between(0, 2);
              int[] margins = {
                before, Math.floorMod(-h - before, block[0]), 0, Math.floorMod(-w, block[1])
              };
              Attributes shape = Attributes.of("block_shape", block);
              Term x = c.floats(Shape.of(c.draw().between(1, 2), h, w, 2), REAL);
              Term apart = c.op("space_to_batch_nd", shape.and("paddings", margins), x);
              c.same(c.op("batch_to_space_nd", shape.and("crops", margins), apart), x);
            }),
        Law.of(
            "space-to-batch-by-depth",
            "space_to_batch_nd of a channel = space_to_depth, the new channels put in front",
            "reshape space_to_batch_nd space_to_depth transpose",
            c -> {
              int b = c.draw().between(2, 3);
              Shape s = blocks(c.draw(), b);
              Term x = c.floats(s.with(3, 1), REAL);
              Attributes block = Attributes.of("block_shape", new int[] {b, b});
              Term apart =
                  c.op("space_to_batch_nd", block.and("paddings", new int[] {0, 0, 0, 0}), x);
              Term front =
                  c.op(
                      "transpose",
                      Attributes.of("perm", new int[] {3, 0, 1, 2}),
                      c.op("space_to_depth", Attributes.of("block_size", b), x));
              c.same(c.op("reshape", Attributes.of("shape", apart.shape().dims()), front), apart);
            }));
  }

  private static Shape blocks(Draw d, int b) {
    return Shape.of(d.between(1, 2), b * d.between(1, 2), b * d.between(1, 3), d.between(1, 3));
  }

  /** Images, channels last, and a window over them. */
  private record Windows(Shape input, int height, int width, int stride, int channels) {
    /** Images that are as large as the window or, for {@code least} 1, perhaps smaller. */
    static Windows draw(Draw d, int least) {
      int height = d.between(1, 3);
      int width = d.between(1, 3);
      int channels = d.between(1, 2);
      Shape input = Shape.of(d.between(1, 2), d.between(least, 5), d.between(least, 4), channels);
      return new Windows(input, height, width, d.between(1, 3), channels);
    }

    Attributes slide() {
      return Attributes.of("strides", stride);
    }

    Attributes pool() {
      return slide().and("ksize", new int[] {height, width});
    }

    /** The patches of x, their pixels along axis 3. */
    Term patches(LawCase c, Term x) {
      Attributes sizes = slide().and("sizes", new int[] {height, width});
      Term lines = c.op("extract_patches", sizes, x);
      int[] d = lines.shape().dims();
      int[] apart = {d[0], d[1], d[2], height * width, channels};
      return c.op("reshape", Attributes.of("shape", apart), lines);
    }
  }
}
