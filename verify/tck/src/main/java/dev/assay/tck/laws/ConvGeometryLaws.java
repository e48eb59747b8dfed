package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ConvLaws.any;
import static dev.assay.tck.laws.ConvLaws.draw;
import static dev.assay.tck.laws.ConvLaws.flat;
import static dev.assay.tck.laws.ConvLaws.reshape;
import static dev.assay.tck.laws.ConvLaws.slice;
import static dev.assay.tck.laws.ConvLaws.two;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.laws.ConvLaws.Drawn;
import java.util.List;
import java.util.stream.IntStream;

/** What strides, dilations and paddings of convolutions mean, each in terms of another. */
final class ConvGeometryLaws {
  private ConvGeometryLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "conv1d-shift",
            "a shifted input has a shifted convolution",
            "conv1d slice",
            c -> {
              Drawn d = draw(c, 1, 1, c.draw().pick(1, 2), "VALID");
              Term y = d.conv();
              int by = c.draw().choose(y.shape().dim(1));
              Term x = slice(c, d.x(), 1, by, d.size(0) - by);
              c.alike(d.conv(x, d.w()), slice(c, y, 1, by, y.shape().dim(1) - by));
            }),
        Law.of(
            "conv1d-of-full",
            "SAME, VALID and CAUSAL are parts of FULL: they begin at ⌈(r − 1)/2⌉, r − 1 and 0",
            "conv1d slice",
            c -> {
              int dilation = c.draw().pick(1, 2);
              Drawn d = draw(c, 1, 1, dilation, "VALID");
              int before = (d.kernel(0) - 1) * dilation;
              Term full = padded(d, "FULL");
              int size = d.size(0);
              c.alike(padded(d, "SAME"), slice(c, full, 1, before - before / 2, size));
              c.alike(padded(d, "VALID"), slice(c, full, 1, before, size - before));
              c.alike(padded(d, "CAUSAL"), slice(c, full, 1, 0, size));
            }),
        Law.of(
            "conv2d-stride",
            "a stride keeps every so many windows of those that stride 1 has",
            "conv2d gather",
            c -> {
              int stride = c.draw().pick(2, 3);
              Drawn d = draw(c, 2, stride, 1, "VALID");
              Term all = c.op("conv2d", d.attrs().and("strides", 1), d.x(), d.w());
              Term some = c.op("gather", Attributes.of("axis", 1), all, every(c, all, 1, stride));
              some = c.op("gather", Attributes.of("axis", 2), some, every(c, all, 2, stride));
              c.alike(d.conv(), some);
            }),
        Law.of(
            "conv1d-dilation",
            "a dilated filter is the filter with zeros between its cells",
            "conv1d pad reshape slice",
            c -> {
              int rate = c.draw().pick(2, 3);
              Drawn d = draw(c, 1, c.draw().pick(1, 2), rate, c.draw().pick("VALID", "SAME"));
              int k = d.kernel(0);
              Term cells = reshape(c, d.w(), k, 1, d.channels(), d.filters());
              int[][] behind = {{0, 0}, {0, rate - 1}, {0, 0}, {0, 0}};
              Term spread = c.op("pad", Attributes.of("paddings", behind), cells);
              spread = reshape(c, spread, k * rate, d.channels(), d.filters());
              spread = slice(c, spread, 0, 0, (k - 1) * rate + 1);
              c.equal(d.conv(), c.op("conv1d", d.attrs().and("dilations", 1), d.x(), spread));
            }),
        Law.of(
            "conv2d-separable-kernel",
            "x ⋆ (k₁ ⋆ k₂) = (x ⋆ k₁) ⋆ k₂ turned by 180°, ⋆ the FULL convolution, k₁ a column, k₂ a row",
            "conv2d reshape reverse",
            c -> {
              int rows = c.draw().pick(2, 1, 3);
              int columns = c.draw().pick(3, 1, 2);
              Attributes full = Attributes.of("padding", "FULL");
              Term x =
                  c.floats(Shape.of(1, c.draw().pick(3, 1, 4), c.draw().pick(2, 1, 5), 1), REAL);
              Term column = c.floats(Shape.of(rows, 1, 1, 1), REAL);
              Term row = c.floats(Shape.of(1, columns, 1, 1), REAL);
              Term kernel = c.op("conv2d", full, reshape(c, column, 1, rows, 1, 1), row);
              Term turned = c.op("reverse", Attributes.of("axis", 1), row);
              c.equal(
                  c.op("conv2d", full, x, reshape(c, kernel, rows, columns, 1, 1)),
                  c.op("conv2d", full, c.op("conv2d", full, x, column), turned));
            }),
        Law.of(
            "conv2d-explicit",
            "EXPLICIT = VALID of the input with zeros around it",
            "conv2d pad",
            c -> {
              Drawn d = draw(c, 2, c.draw().pick(1, 2), c.draw().pick(1, 2), "VALID");
              int[] p = {c.draw().choose(3), c.draw().choose(3), c.draw().choose(3), 1};
              int[][] around = {{0, 0}, {p[0], p[1]}, {p[2], p[3]}, {0, 0}};
              Attributes explicit =
                  d.attrs().and("padding", "EXPLICIT").and("explicit_paddings", p);
              Term x = c.op("pad", Attributes.of("paddings", around), d.x());
              c.alike(c.op("conv2d", explicit, d.x(), d.w()), d.conv(x, d.w()));
            }),
        Law.of(
            "atrous-by-dilation",
            "atrous_conv2d = conv2d with that dilation and stride 1",
            "atrous_conv2d conv2d",
            c -> {
              int rate = c.draw().pick(1, 2, 3);
              Drawn d = draw(c, 2, 1, rate, c.draw().pick("VALID", "SAME"));
              Attributes atrous =
                  Attributes.of("rate", rate).and("padding", d.attrs().text("padding"));
              c.alike(c.op("atrous_conv2d", atrous, d.x(), d.w()), d.conv());
            }),
        Law.of(
            "conv1d-in-2d",
            "conv1d = conv2d of images one pixel high",
            "conv1d conv2d reshape",
            c -> {
              Drawn d = any(c, 1);
              Term y = c.op("conv2d", d.attrs(), flat(d.c(), d.x(), 1), flat(d.c(), d.w(), 0));
              Term line = d.conv();
              c.alike(line, reshape(c, y, line.shape()));
            }),
        Law.of(
            "conv2d-in-3d",
            "conv2d = conv3d of volumes one pixel deep",
            "conv2d conv3d reshape",
            two(
                d -> {
                  Term y =
                      d.c().op("conv3d", d.attrs(), flat(d.c(), d.x(), 1), flat(d.c(), d.w(), 0));
                  Term plane = d.conv();
                  d.c().alike(plane, reshape(d.c(), y, plane.shape()));
                })));
  }

  private static Term padded(Drawn d, String padding) {
    return d.c().op("conv1d", d.attrs().and("padding", padding), d.x(), d.w());
  }

  private static Term every(LawCase c, Term t, int axis, int stride) {
    int[] at = IntStream.range(0, t.shape().dim(axis)).filter(i -> i % stride == 0).toArray();
    return c.of(Tensor.of(at));
  }
}
