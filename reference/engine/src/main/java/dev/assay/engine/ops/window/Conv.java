package dev.assay.engine.ops.window;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;

/**
 * Convolutions of images with filters, as neural networks mean them: the filter is not flipped.
 *
 * <p>Images are {@code [batch, spatial…, channels]}, or {@code [batch, channels, spatial…]} with
 * {@link Window#channelsFirst}. Filters are {@code [spatial…, channels/groups, filters]} in both;
 * the number of groups follows from the shapes. Results have {@code filters} channels, and as many
 * spatial positions as there are windows: {@code output[b,o…,q] = Σ input[b, o·stride + k·dilation
 * − before …, c]·filter[k…,c,q]}.
 *
 * <p>Shapes that do not agree, and a window larger than the padded input, are a {@link
 * dev.assay.engine.ShapeException}; strides and dilations less than 1 and negative padding an
 * {@link dev.assay.engine.AttributeException}; sizes that no convolution has a {@link
 * dev.assay.engine.ValueException}.
 */
public final class Conv {
  private Conv() {}

  /** Convolution over one spatial axis. */
  public static Tensor conv1d(Tensor input, Tensor filter, Window window) {
    return ConvForward.of(ConvForm.CONV1D, Window.attributes(window, 1), input, filter);
  }

  /** The cotangent of {@link #conv1d}'s input, of shape {@code inputSizes}. */
  public static Tensor conv1dBackpropInput(
      Tensor inputSizes, Tensor filter, Tensor outBackprop, Window window) {
    return ConvBackpropInput.bySizes(
        ConvForm.CONV1D, Window.attributes(window, 1), inputSizes, filter, outBackprop);
  }

  /** The cotangent of {@link #conv1d}'s filter, of shape {@code filterSizes}. */
  public static Tensor conv1dBackpropFilter(
      Tensor input, Tensor filterSizes, Tensor outBackprop, Window window) {
    return ConvBackpropFilter.bySizes(
        ConvForm.CONV1D, Window.attributes(window, 1), input, filterSizes, outBackprop);
  }

  /**
   * The adjoint of {@link #conv1d} by its input, as a layer: the filter's last axis counts the
   * channels of {@code input}, the axis before those of the result.
   */
  public static Tensor conv1dTranspose(
      Tensor input, Tensor filter, Tensor outputShape, Window window) {
    return ConvBackpropInput.transpose(
        ConvForm.CONV1D, Window.attributes(window, 1), input, filter, outputShape);
  }

  /** Convolution over two spatial axes. */
  public static Tensor conv2d(Tensor input, Tensor filter, Window window) {
    return ConvForward.of(ConvForm.CONV2D, Window.attributes(window, 2), input, filter);
  }

  /** The cotangent of {@link #conv2d}'s input, of shape {@code inputSizes}. */
  public static Tensor conv2dBackpropInput(
      Tensor inputSizes, Tensor filter, Tensor outBackprop, Window window) {
    return ConvBackpropInput.bySizes(
        ConvForm.CONV2D, Window.attributes(window, 2), inputSizes, filter, outBackprop);
  }

  /** The cotangent of {@link #conv2d}'s filter, of shape {@code filterSizes}. */
  public static Tensor conv2dBackpropFilter(
      Tensor input, Tensor filterSizes, Tensor outBackprop, Window window) {
    return ConvBackpropFilter.bySizes(
        ConvForm.CONV2D, Window.attributes(window, 2), input, filterSizes, outBackprop);
  }

  /**
   * The adjoint of {@link #conv2d} by its input, as a layer: the filter's last axis counts the
   * channels of {@code input}, the axis before those of the result.
   */
  public static Tensor conv2dTranspose(
      Tensor input, Tensor filter, Tensor outputShape, Window window) {
    return ConvBackpropInput.transpose(
        ConvForm.CONV2D, Window.attributes(window, 2), input, filter, outputShape);
  }

  /** Convolution over three spatial axes. */
  public static Tensor conv3d(Tensor input, Tensor filter, Window window) {
    return ConvForward.of(ConvForm.CONV3D, Window.attributes(window, 3), input, filter);
  }

  /** The cotangent of {@link #conv3d}'s input, of shape {@code inputSizes}. */
  public static Tensor conv3dBackpropInput(
      Tensor inputSizes, Tensor filter, Tensor outBackprop, Window window) {
    return ConvBackpropInput.bySizes(
        ConvForm.CONV3D, Window.attributes(window, 3), inputSizes, filter, outBackprop);
  }

  /** The cotangent of {@link #conv3d}'s filter, of shape {@code filterSizes}. */
  public static Tensor conv3dBackpropFilter(
      Tensor input, Tensor filterSizes, Tensor outBackprop, Window window) {
    return ConvBackpropFilter.bySizes(
        ConvForm.CONV3D, Window.attributes(window, 3), input, filterSizes, outBackprop);
  }

  /**
   * The adjoint of {@link #conv3d} by its input, as a layer: the filter's last axis counts the
   * channels of {@code input}, the axis before those of the result.
   */
  public static Tensor conv3dTranspose(
      Tensor input, Tensor filter, Tensor outputShape, Window window) {
    return ConvBackpropInput.transpose(
        ConvForm.CONV3D, Window.attributes(window, 3), input, filter, outputShape);
  }

  /**
   * Every channel with filters of its own, {@code [height, width, channels, multiplier]}: {@code
   * output[…,c·multiplier + q]} is channel c with filter q.
   */
  public static Tensor depthwiseConv2d(Tensor input, Tensor filter, Window window) {
    return ConvForward.of(ConvForm.DEPTHWISE_CONV2D, Window.attributes(window, 2), input, filter);
  }

  /** The cotangent of {@link #depthwiseConv2d}'s input, of shape {@code inputSizes}. */
  public static Tensor depthwiseConv2dBackpropInput(
      Tensor inputSizes, Tensor filter, Tensor outBackprop, Window window) {
    return ConvBackpropInput.bySizes(
        ConvForm.DEPTHWISE_CONV2D, Window.attributes(window, 2), inputSizes, filter, outBackprop);
  }

  /** The cotangent of {@link #depthwiseConv2d}'s filter, of shape {@code filterSizes}. */
  public static Tensor depthwiseConv2dBackpropFilter(
      Tensor input, Tensor filterSizes, Tensor outBackprop, Window window) {
    return ConvBackpropFilter.bySizes(
        ConvForm.DEPTHWISE_CONV2D, Window.attributes(window, 2), input, filterSizes, outBackprop);
  }

  /**
   * {@link #depthwiseConv2d}, then {@link #conv2d} with the one cell of {@code pointwiseFilter},
   * {@code [1, 1, channels·multiplier, filters]}.
   */
  public static Tensor separableConv2d(
      Tensor input, Tensor depthwiseFilter, Tensor pointwiseFilter, Window window) {
    return SeparableConv2d.of(
        Window.attributes(window, 2), input, depthwiseFilter, pointwiseFilter);
  }

  /**
   * {@link #conv2d} with dilation {@code rate} and stride 1, channels last.
   *
   * @param padding {@code VALID} or {@code SAME}
   */
  public static Tensor atrousConv2d(Tensor value, Tensor filters, int rate, String padding) {
    return ConvForward.of(ConvForm.ATROUS_CONV2D, atrous(rate, padding), value, filters);
  }

  /**
   * The adjoint of {@link #atrousConv2d} by its input, as a layer.
   *
   * @param padding {@code VALID} or {@code SAME}
   */
  public static Tensor atrousConv2dTranspose(
      Tensor value, Tensor filters, Tensor outputShape, int rate, String padding) {
    return ConvBackpropInput.transpose(
        ConvForm.ATROUS_CONV2D, atrous(rate, padding), value, filters, outputShape);
  }

  private static Attributes atrous(int rate, String padding) {
    return Attributes.of("rate", rate).and("padding", padding);
  }
}
