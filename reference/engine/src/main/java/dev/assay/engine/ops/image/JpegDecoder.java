package dev.assay.engine.ops.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG files with the JDK's reader, which gives the components; colours are worked out here
 * with libjpeg's integers. Needs the module {@code java.desktop}; needs no display and sets nothing
 * global. Only this class names its types.
 */
final class JpegDecoder {
  private JpegDecoder() {}

  /** The picture with 1 or 3 channels, 0 for as many as it has. */
  static Picture decode(String op, byte[] bytes, int channels) {
    JpegFile file = JpegFile.read(op, bytes);
    int[] v = components(file);
    int n = file.components();
    int out = channels == 0 ? Math.min(n, 3) : channels;
    byte[] values = new byte[file.width * file.height * out];
    int[] rgb = new int[3];
    for (int i = 0; i < file.width * file.height; i++) {
      if (out == 1 && (n == 1 || file.colours() == JpegFile.Colours.YCC)) {
        values[i] = (byte) v[n * i];
        continue;
      }
      colour(file, v, n * i, rgb);
      if (out == 1) {
        values[i] = (byte) Picture.luma(rgb[0], rgb[1], rgb[2]);
      } else {
        for (int k = 0; k < 3; k++) {
          values[3 * i + k] = (byte) rgb[k];
        }
      }
    }
    return new Picture(file.height, file.width, out, values);
  }

  private static int[] components(JpegFile file) {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = reader();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file.stripped()))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (!warnings.isEmpty()) {
        throw file.bad(warnings.get(0));
      }
      if (raster.getWidth() != file.width
          || raster.getHeight() != file.height
          || raster.getNumBands() != file.components()) {
        throw file.bad("its header and its data disagree");
      }
      return raster.getPixels(
          raster.getMinX(), raster.getMinY(), file.width, file.height, (int[]) null);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw file.bad(e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own reader, whatever others are installed. */
  private static ImageReader reader() {
    for (Iterator<ImageReader> i = ImageIO.getImageReadersByFormatName("jpeg"); i.hasNext(); ) {
      ImageReader reader = i.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
    }
    throw new NoClassDefFoundError("a JPEG reader in java.desktop");
  }

  private static void colour(JpegFile file, int[] v, int at, int[] rgb) {
    switch (file.colours()) {
      case GREY -> {
        rgb[0] = v[at];
        rgb[1] = v[at];
        rgb[2] = v[at];
      }
      case RGB -> System.arraycopy(v, at, rgb, 0, 3);
      case YCC -> fromLuma(v, at, rgb);
      case CMYK -> inks(file, v[at], v[at + 1], v[at + 2], v[at + 3], rgb);
      case YCCK -> {
        fromLuma(v, at, rgb);
        inks(file, 255 - rgb[0], 255 - rgb[1], 255 - rgb[2], v[at + 3], rgb);
      }
    }
  }

  /** JFIF: R = Y + 1.402·Cr, G = Y − 0.34414·Cb − 0.71414·Cr, B = Y + 1.772·Cb, as libjpeg. */
  private static void fromLuma(int[] v, int at, int[] rgb) {
    int y = v[at];
    int cb = v[at + 1] - 128;
    int cr = v[at + 2] - 128;
    rgb[0] = clamp(y + (91881 * cr + 32768 >> 16));
    rgb[1] = clamp(y + (-22554 * cb - 46802 * cr + 32768 >> 16));
    rgb[2] = clamp(y + (116130 * cb + 32768 >> 16));
  }

  private static int clamp(int v) {
    return Math.max(0, Math.min(255, v));
  }

  /** As TensorFlow: what the inks leave of white; inverted inks are what they leave. */
  private static void inks(JpegFile file, int c, int m, int y, int k, int[] rgb) {
    int invert = file.isAdobe() ? 0 : 255;
    int black = Math.abs(invert - k);
    rgb[0] = Math.abs(invert - c) * black / 255;
    rgb[1] = Math.abs(invert - m) * black / 255;
    rgb[2] = Math.abs(invert - y) * black / 255;
  }
}
