package dev.assay.engine.ops.image;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;

/**
 * Images: {@code [height, width, channels]}, or a batch of them, {@code [n, height, width,
 * channels]}. Values of floating images lie between 0 and 1, those of integer images between 0 and
 * the greatest of their type.
 */
public final class Image {
  private Image() {}

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

  private static Attributes matched(int height, int width, boolean corners, boolean half) {
    return Attributes.of("size", new int[] {height, width})
        .and("align_corners", corners)
        .and("half_pixel_centers", half);
  }
}
