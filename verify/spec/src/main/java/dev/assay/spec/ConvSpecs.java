package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of the convolutions, from the definition: a window of cells moves over the padded
 * input, every channel meets every filter that it is connected with, padding adds nothing.
 */
public final class ConvSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    List<Spec> specs = new ArrayList<>();
    for (String op : List.of("conv1d", "conv2d", "conv3d", "depthwise_conv2d")) {
      boolean depthwise = op.startsWith("depthwise");
      if (depthwise) {
        specs.add(Spec.of(op, ConvSpecs::depthwise).affineIn(0, 1));
        specs.add(Spec.of(op + "_backprop_input", ConvSpecs::depthwiseInput).affineIn(1, 2));
        specs.add(Spec.of(op + "_backprop_filter", ConvSpecs::depthwiseFilter).affineIn(0, 2));
      } else {
        specs.add(Spec.of(op, ConvSpecs::conv).affineIn(0, 1));
        specs.add(Spec.of(op + "_backprop_input", ConvSpecs::convInput).affineIn(1, 2));
        specs.add(Spec.of(op + "_backprop_filter", ConvSpecs::convFilter).affineIn(0, 2));
        specs.add(Spec.of(op + "_transpose", ConvSpecs::transpose).affineIn(0, 1));
      }
    }
    specs.add(Spec.of("separable_conv2d", ConvSpecs::separable).affineIn(0, 1, 2));
    specs.add(Spec.of("atrous_conv2d", ConvSpecs::conv).affineIn(0, 1));
    specs.add(Spec.of("atrous_conv2d_transpose", ConvSpecs::transpose).affineIn(0, 1));
    return specs;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> conv(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), dims(c.shape(0)), dims(c.shape(1)), false)
        .forward(c.k(), c.in(0), c.in(1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> convInput(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), sizes(c, 0), dims(c.shape(1)), false)
        .byInput(c.k(), c.in(1), c.in(2));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> convFilter(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), dims(c.shape(0)), sizes(c, 1), false)
        .byFilter(c.k(), c.in(0), c.in(2));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> transpose(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), sizes(c, 2), dims(c.shape(1)), false)
        .byInput(c.k(), c.in(1), c.in(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> depthwise(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), dims(c.shape(0)), dims(c.shape(1)), true)
        .forward(c.k(), c.in(0), c.in(1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> depthwiseInput(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), sizes(c, 0), dims(c.shape(1)), true)
        .byInput(c.k(), c.in(1), c.in(2));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> depthwiseFilter(SpecCall<T> c) {
    return new ConvSpec(c.attrs(), dims(c.shape(0)), sizes(c, 1), true)
        .byFilter(c.k(), c.in(0), c.in(2));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> separable(SpecCall<T> c) {
    SpecTensor<T> middle = depthwise(c);
    Attributes mixing =
        Attributes.of("padding", "VALID").and("data_format", c.attrs().text("data_format"));
    return new ConvSpec(mixing, dims(middle.shape()), dims(c.shape(2)), false)
        .forward(c.k(), middle, c.in(2));
  }

  private static int[] dims(Shape shape) {
    return shape.dims();
  }

  private static <T extends RealFieldElement<T>> int[] sizes(SpecCall<T> c, int i) {
    return Arrays.stream(c.longs(i)).mapToInt(Math::toIntExact).toArray();
  }
}
