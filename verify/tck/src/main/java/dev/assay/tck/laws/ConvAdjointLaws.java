package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ConvLaws.any;
import static dev.assay.tck.laws.ConvLaws.flat;
import static dev.assay.tck.laws.ConvLaws.reshape;
import static dev.assay.tck.laws.ConvLaws.sizes;
import static dev.assay.tck.laws.ConvLaws.slice;
import static dev.assay.tck.laws.ConvLaws.transpose;
import static dev.assay.tck.laws.ConvLaws.two;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.tck.laws.ConvLaws.Drawn;
import java.util.ArrayList;
import java.util.List;

/** What the adjoints of the convolutions are: convolutions again. */
final class ConvAdjointLaws {
  private ConvAdjointLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      int axes = n;
      String op = "conv" + n + "d";
      laws.add(
          Law.of(
              op + "-transposed",
              op + "_transpose = the adjoint by the input",
              op + " " + op + "_backprop_input " + op + "_transpose",
              c -> {
                Drawn d = any(c, axes);
                Term dy = cotangent(d);
                c.same(
                    c.op(op + "_transpose", d.attrs(), dy, d.w(), sizes(c, d.x())),
                    byInput(d, d.w(), dy));
              }));
    }
    for (int n = 1; n <= 2; n++) {
      int axes = n;
      String op = "conv" + n + "d";
      String more = "conv" + (n + 1) + "d";
      laws.add(
          Law.of(
              "conv" + n + "d-adjoints-in-" + (n + 1) + "d",
              "the adjoints are those of images with one more axis of size 1",
              op + adjoints(op) + adjoints(more) + " reshape",
              c -> inMoreAxes(any(c, axes))));
    }
    laws.add(
        Law.of(
            "conv2d-backprop-input-by-full",
            "the adjoint of VALID by the input = FULL with the filter turned, channels swapped",
            "conv2d conv2d_backprop_input reverse transpose",
            c -> {
              Drawn d = ConvLaws.draw(c, 2, 1, c.draw().pick(1, 2), "VALID");
              Term dy = cotangent(d);
              Term turned = c.op("reverse", Attributes.of("axis", new int[] {0, 1}), d.w());
              c.equal(
                  byInput(d, d.w(), dy),
                  c.op(
                      "conv2d",
                      d.attrs().and("padding", "FULL"),
                      dy,
                      transpose(c, turned, 0, 1, 3, 2)));
            }));
    laws.add(
        Law.of(
            "conv2d-backprop-filter-by-conv",
            "the adjoint by the filter = the input with the cotangent as filter, stride and"
                + " dilation swapped",
            "conv2d conv2d_backprop_filter slice transpose",
            c -> {
              int stride = c.draw().pick(1, 2);
              int dilation = c.draw().pick(1, 2);
              Drawn d = ConvLaws.draw(c, 2, stride, dilation, "VALID");
              Term dy = cotangent(d);
              Attributes swapped = d.attrs().and("strides", dilation).and("dilations", stride);
              Term dw =
                  c.op(
                      "conv2d",
                      swapped,
                      transpose(c, d.x(), 3, 1, 2, 0),
                      transpose(c, dy, 1, 2, 0, 3));
              dw = slice(c, slice(c, dw, 1, 0, d.kernel(0)), 2, 0, d.kernel(1));
              c.equal(byFilter(d, d.x(), dy), transpose(c, dw, 1, 2, 0, 3));
            }));
    laws.add(
        Law.of(
            "conv2d-backprop-filter-batch",
            "the filter's cotangents of the images of a batch add up",
            "add concat conv2d conv2d_backprop_filter",
            two(
                d -> {
                  Term x = d.c().floats(d.x().shape(), REAL);
                  Term dy = cotangent(d);
                  Term other = d.c().floats(dy.shape(), REAL);
                  d.c()
                      .equal(
                          byFilter(
                              d,
                              ConvLaws.concat(d.c(), 0, d.x(), x),
                              ConvLaws.concat(d.c(), 0, dy, other)),
                          d.c().op("add", byFilter(d, d.x(), dy), byFilter(d, x, other)));
                })));
    laws.add(
        Law.of(
            "depthwise-adjoints-by-groups",
            "the adjoints are those of conv2d with a group for every channel",
            "conv2d_backprop_filter conv2d_backprop_input depthwise_conv2d"
                + " depthwise_conv2d_backprop_filter depthwise_conv2d_backprop_input reshape",
            two(ConvAdjointLaws::depthwise)));
    laws.add(
        Law.of(
            "atrous-transposed",
            "atrous_conv2d_transpose = conv2d_transpose with that dilation and stride 1",
            "atrous_conv2d_transpose conv2d conv2d_transpose",
            c -> {
              int rate = c.draw().pick(1, 2, 3);
              Drawn d = ConvLaws.draw(c, 2, 1, rate, c.draw().pick("VALID", "SAME"));
              Term dy = cotangent(d);
              Attributes atrous =
                  Attributes.of("rate", rate).and("padding", d.attrs().text("padding"));
              c.alike(
                  c.op("atrous_conv2d_transpose", atrous, dy, d.w(), sizes(c, d.x())),
                  c.op("conv2d_transpose", d.attrs(), dy, d.w(), sizes(c, d.x())));
            }));
    return laws;
  }

  private static String adjoints(String op) {
    return " " + op + "_backprop_filter " + op + "_backprop_input";
  }

  /** A tensor of the shape of the convolution. */
  private static Term cotangent(Drawn d) {
    return d.c().floats(d.conv().shape(), REAL);
  }

  private static Term byInput(Drawn d, Term w, Term dy) {
    return d.c().op("conv" + d.n() + "d_backprop_input", d.attrs(), sizes(d.c(), d.x()), w, dy);
  }

  private static Term byFilter(Drawn d, Term x, Term dy) {
    return d.c().op("conv" + d.n() + "d_backprop_filter", d.attrs(), x, sizes(d.c(), d.w()), dy);
  }

  private static void inMoreAxes(Drawn d) {
    LawCase c = d.c();
    String op = "conv" + (d.n() + 1) + "d_backprop_";
    Term dy = cotangent(d);
    Term x = flat(c, d.x(), 1);
    Term w = flat(c, d.w(), 0);
    Term flat = flat(c, dy, 1);
    c.alike(
        byInput(d, d.w(), dy),
        reshape(c, c.op(op + "input", d.attrs(), sizes(c, x), w, flat), d.x().shape()));
    c.alike(
        byFilter(d, d.x(), dy),
        reshape(c, c.op(op + "filter", d.attrs(), x, sizes(c, w), flat), d.w().shape()));
  }

  private static void depthwise(Drawn d) {
    LawCase c = d.c();
    String op = "depthwise_conv2d";
    Shape one = Shape.of(d.kernel(0), d.kernel(1), 1, d.channels() * d.filters());
    Term w = reshape(c, d.w(), one);
    Term dy = c.floats(c.op(op, d.attrs(), d.x(), d.w()).shape(), REAL);
    c.alike(c.op(op + "_backprop_input", d.attrs(), sizes(c, d.x()), d.w(), dy), byInput(d, w, dy));
    c.alike(
        c.op(op + "_backprop_filter", d.attrs(), d.x(), sizes(c, d.w()), dy),
        reshape(
            c, c.op("conv2d_backprop_filter", d.attrs(), d.x(), sizes(c, w), dy), d.w().shape()));
  }
}
