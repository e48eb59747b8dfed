package dev.assay.engine.ops.image;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/**
 * Images: {@code [height, width, channels]}, or a batch of them, {@code [n, height, width,
 * channels]}. Values of floating images lie between 0 and 1, those of integer images between 0 and
 * the greatest of their type.
 */
public final class Image {
  private Image() {}

  /** The pixels of a PNG file, a scalar string, as uint8 with as many channels as it has. */
  public static Tensor decodePng(Tensor contents) {
    return decodePng(contents, 0);
  }

  /** As above with 1, 3 or 4 channels. */
  public static Tensor decodePng(Tensor contents, int channels) {
    return Dispatch.one(Codecs.DECODE_PNG, Attributes.of("channels", channels), contents);
  }

  /** The pixels of a JPEG file, a scalar string, as uint8 with as many channels as it has. */
  public static Tensor decodeJpeg(Tensor contents) {
    return decodeJpeg(contents, 0);
  }

  /** As above with 1 or 3 channels. */
  public static Tensor decodeJpeg(Tensor contents, int channels) {
    return Dispatch.one(Codecs.DECODE_JPEG, Attributes.of("channels", channels), contents);
  }

  /** The pixels of a PNG or JPEG file; channels 0 for as many as it has. */
  public static Tensor decodeImage(Tensor contents, int channels) {
    return Dispatch.one(Codecs.DECODE_IMAGE, Attributes.of("channels", channels), contents);
  }

  /** A PNG file of a uint8 image of 1 to 4 channels, as a scalar string. */
  public static Tensor encodePng(Tensor image) {
    return Dispatch.one(Codecs.ENCODE_PNG, image);
  }

  /** A JPEG file of a uint8 image of 1 or 3 channels, as a scalar string; quality 0 … 100. */
  public static Tensor encodeJpeg(Tensor image, int quality) {
    return Dispatch.one(Codecs.ENCODE_JPEG, Attributes.of("quality", quality), image);
  }

  /** {@code output[…, y, x, c] = image[…, y, w − 1 − x, c]}. */
  public static Tensor flipLeftRight(Tensor image) {
    return Flips.flipLeftRight(image);
  }

  /** {@code output[…, y, x, c] = image[…, h − 1 − y, x, c]}. */
  public static Tensor flipUpDown(Tensor image) {
    return Flips.flipUpDown(image);
  }

  /** {@code output[…, y, x, c] = image[…, x, y, c]}. */
  public static Tensor transposeImage(Tensor image) {
    return Flips.transposeImage(image);
  }

  /** {@code image} turned counter-clockwise by {@code k} quarters. */
  public static Tensor rot90(Tensor image, int k) {
    return Flips.rot90(image, k);
  }

  /** {@code output[…, y, x, c] = image[…, y + offsetHeight, x + offsetWidth, c]}. */
  public static Tensor cropToBoundingBox(
      Tensor image, int offsetHeight, int offsetWidth, int targetHeight, int targetWidth) {
    return Dispatch.one(
        BoundingBoxes.CROP_TO_BOUNDING_BOX,
        BoundingBoxes.attributes(offsetHeight, offsetWidth, targetHeight, targetWidth),
        image);
  }

  /** {@code output[…, y + offsetHeight, x + offsetWidth, c] = image[…, y, x, c]}, 0 elsewhere. */
  public static Tensor padToBoundingBox(
      Tensor image, int offsetHeight, int offsetWidth, int targetHeight, int targetWidth) {
    return Dispatch.one(
        BoundingBoxes.PAD_TO_BOUNDING_BOX,
        BoundingBoxes.attributes(offsetHeight, offsetWidth, targetHeight, targetWidth),
        image);
  }

  /** The middle of {@code image}, or {@code image} in the middle of zeros. */
  public static Tensor resizeImageWithCropOrPad(Tensor image, int targetHeight, int targetWidth) {
    return Dispatch.one(
        BoundingBoxes.CROP_OR_PAD,
        Attributes.of("target_height", targetHeight).and("target_width", targetWidth),
        image);
  }

  /** The middle of {@code image}, {@code centralFraction} of its height and width. */
  public static Tensor centralCrop(Tensor image, double centralFraction) {
    return Dispatch.one(
        BoundingBoxes.CENTRAL_CROP, Attributes.of("central_fraction", centralFraction), image);
  }

  /** The nearest sample of {@code images} for every pixel, of any type. */
  public static Tensor resizeNearestNeighbor(
      Tensor images, int height, int width, boolean alignCorners, boolean halfPixelCenters) {
    return Dispatch.one(
        Resizing.NEAREST, matched(height, width, alignCorners, halfPixelCenters), images);
  }

  /** As above, position i of the result at i·in/out of the image. */
  public static Tensor resizeNearestNeighbor(Tensor images, int height, int width) {
    return resizeNearestNeighbor(images, height, width, false, false);
  }

  /** Linear interpolation between the four samples around every position. */
  public static Tensor resizeBilinear(
      Tensor images, int height, int width, boolean alignCorners, boolean halfPixelCenters) {
    return Dispatch.one(
        Resizing.BILINEAR, matched(height, width, alignCorners, halfPixelCenters), images);
  }

  /** As above, position i of the result at i·in/out of the image. */
  public static Tensor resizeBilinear(Tensor images, int height, int width) {
    return resizeBilinear(images, height, width, false, false);
  }

  /** Keys' cubic convolution of the sixteen samples around every position. */
  public static Tensor resizeBicubic(
      Tensor images, int height, int width, boolean alignCorners, boolean halfPixelCenters) {
    return Dispatch.one(
        Resizing.BICUBIC, matched(height, width, alignCorners, halfPixelCenters), images);
  }

  /** As above, position i of the result at i·in/out of the image. */
  public static Tensor resizeBicubic(Tensor images, int height, int width) {
    return resizeBicubic(images, height, width, false, false);
  }

  /** The mean of {@code images} over the area that every pixel of the result covers. */
  public static Tensor resizeArea(Tensor images, int height, int width, boolean alignCorners) {
    return Dispatch.one(
        Resizing.AREA,
        Attributes.of("size", new int[] {height, width}).and("align_corners", alignCorners),
        images);
  }

  /** As above, with the scale in/out. */
  public static Tensor resizeArea(Tensor images, int height, int width) {
    return resizeArea(images, height, width, false);
  }

  /**
   * {@code boxes} (y1, x1, y2, x2; 1 is the last row or column) of the images numbered {@code
   * boxInd}, each resampled linearly to one size; 0 outside the image.
   */
  public static Tensor cropAndResize(
      Tensor image, Tensor boxes, Tensor boxInd, int height, int width) {
    return cropAndResize(image, boxes, boxInd, height, width, "bilinear", 0);
  }

  /** As above; {@code method} is bilinear or nearest. */
  public static Tensor cropAndResize(
      Tensor image,
      Tensor boxes,
      Tensor boxInd,
      int height,
      int width,
      String method,
      double extrapolationValue) {
    Attributes attrs =
        Attributes.of("crop_size", new int[] {height, width})
            .and("method", method)
            .and("extrapolation_value", extrapolationValue);
    return Dispatch.one(CropAndResize.OP, attrs, image, boxes, boxInd);
  }

  /** {@code 0.2989·r + 0.587·g + 0.114·b}. */
  public static Tensor rgbToGrayscale(Tensor images) {
    return Dispatch.one(Colours.RGB_TO_GRAYSCALE, images);
  }

  /** The one channel three times. */
  public static Tensor grayscaleToRgb(Tensor images) {
    return Dispatch.one(Colours.GRAYSCALE_TO_RGB, images);
  }

  /** Hue, saturation and value of {@code images} [..., 3]. */
  public static Tensor rgbToHsv(Tensor images) {
    return Dispatch.one(Colours.RGB_TO_HSV, images);
  }

  /** Red, green and blue of hue, saturation and value, [..., 3]. */
  public static Tensor hsvToRgb(Tensor images) {
    return Dispatch.one(Colours.HSV_TO_RGB, images);
  }

  /** {@code image + delta}. */
  public static Tensor adjustBrightness(Tensor image, double delta) {
    return Dispatch.one(Adjustments.BRIGHTNESS, Attributes.of("delta", delta), image);
  }

  /** {@code contrastFactor·(images − μ) + μ}, μ the mean of every channel of every image. */
  public static Tensor adjustContrast(Tensor images, double contrastFactor) {
    return Dispatch.one(
        Adjustments.CONTRAST, Attributes.of("contrast_factor", contrastFactor), images);
  }

  /** The hue turned by {@code delta}; 1 is the whole circle. */
  public static Tensor adjustHue(Tensor images, double delta) {
    return Colours.adjustHue(images, delta);
  }

  /** The saturation multiplied by {@code saturationFactor} and clipped to [0, 1]. */
  public static Tensor adjustSaturation(Tensor images, double saturationFactor) {
    return Colours.adjustSaturation(images, saturationFactor);
  }

  /** {@code gain·image^gamma}. */
  public static Tensor adjustGamma(Tensor image, double gamma, double gain) {
    return Dispatch.one(Adjustments.GAMMA, Attributes.of("gamma", gamma).and("gain", gain), image);
  }

  /** {@code (image − μ)/max(σ, 1/√N)} over the N values of every image. */
  public static Tensor perImageStandardization(Tensor image) {
    return Dispatch.one(Standardization.OP, image);
  }

  /** {@code image} as {@code dtype}, scaled so that the greatest intensity remains that. */
  public static Tensor convertImageDtype(Tensor image, DType dtype, boolean saturate) {
    return Dispatch.one(
        ConvertImageDtype.OP, Attributes.of("dtype", dtype).and("saturate", saturate), image);
  }

  /** The differences of every pixel to the next row, and to the next column; 0 at the edge. */
  public static List<Tensor> imageGradients(Tensor image) {
    return Dispatch.call(
        Differences.IMAGE_GRADIENTS, Attributes.none(), Collections.singletonList(image));
  }

  /** The sum of the magnitudes of the differences of neighbours, of every image. */
  public static Tensor totalVariation(Tensor images) {
    return Dispatch.one(Differences.TOTAL_VARIATION, images);
  }

  private static Attributes matched(int height, int width, boolean corners, boolean half) {
    return Attributes.of("size", new int[] {height, width})
        .and("align_corners", corners)
        .and("half_pixel_centers", half);
  }
}
