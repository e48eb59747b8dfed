package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of image files: decoders that read valid files and nothing else. PNG without
 * interlacing; baseline JPEG whose blocks have one coefficient, where every decoder gives the same
 * values. What an encoder writes is not specified: the law that decoding undoes it is.
 */
final class CodecSpecs {
  private CodecSpecs() {}

  static List<Spec> all() {
    return List.of(
        Spec.exact("decode_png", CodecSpecs::png),
        Spec.exact("decode_jpeg", CodecSpecs::jpeg),
        Spec.exact("decode_image", CodecSpecs::either),
        Spec.of("encode_png", CodecSpecs::someFile),
        Spec.of("encode_jpeg", CodecSpecs::someFile));
  }

  /** A scalar. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> someFile(SpecCall<T> c) {
    return SpecTensor.of(Shape.scalar(), i -> c.k().of(0));
  }

  private static List<Tensor> either(List<Tensor> inputs, Attributes attrs) {
    boolean jpeg = inputs.get(0).host().bytes()[0][0] == (byte) 0xFF;
    return jpeg ? jpeg(inputs, attrs) : png(inputs, attrs);
  }

  private static int u(byte b) {
    return b & 0xFF;
  }

  private static int big(byte[] b, int at, int n) {
    int v = 0;
    for (int i = 0; i < n; i++) {
      v = v << 8 | u(b[at + i]);
    }
    return v;
  }

  private static List<Tensor> image(int h, int w, int c, List<Integer> values) {
    return List.of(
        Tensor.of(
            Shape.of(h, w, c),
            HostStorage.ofLongs(
                DType.UINT8, values.stream().mapToLong(Integer::longValue).toArray())));
  }

  private static List<Tensor> png(List<Tensor> inputs, Attributes attrs) {
    byte[] b = inputs.get(0).host().bytes()[0];
    byte[] palette = {};
    byte[] transparency = {};
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int at = 8; at < b.length; at += big(b, at, 4) + 12) {
      String type = new String(b, at + 4, 4, StandardCharsets.ISO_8859_1);
      byte[] contents = Arrays.copyOfRange(b, at + 8, at + 8 + big(b, at, 4));
      switch (type) {
        case "PLTE" -> palette = contents;
        case "tRNS" -> transparency = contents;
        case "IDAT" -> data.writeBytes(contents);
        default -> {}
      }
    }
    int w = big(b, 16, 4);
    int h = big(b, 20, 4);
    int depth = b[24];
    int type = b[25];
    int n = List.of(1, 0, 3, 1, 2, 0, 4).get(type);
    int stride = (w * n * depth + 7) / 8;
    byte[] raw = unfiltered(inflated(data.toByteArray(), h * (stride + 1)), h, stride, n * depth);
    int channels = attrs.int32("channels");
    if (channels == 0) {
      channels = type != 3 ? n : transparency.length > 0 ? 4 : 3;
    }
    List<Integer> out = new ArrayList<>();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int[] s = new int[n];
        for (int k = 0; k < n; k++) {
          s[k] = bits(raw, 8 * y * stride + (x * n + k) * depth, depth);
        }
        out.addAll(pixel(s, type, depth, palette, transparency, channels));
      }
    }
    return image(h, w, channels, out);
  }

  private static byte[] inflated(byte[] data, int length) {
    Inflater inflater = new Inflater();
    try {
      byte[] raw = new byte[length];
      inflater.setInput(data);
      inflater.inflate(raw);
      return raw;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a valid file", e);
    } finally {
      inflater.end();
    }
  }

  /** PNG specification, 9.2 to 9.4. */
  private static byte[] unfiltered(byte[] lines, int h, int stride, int bitsPerPixel) {
    int back = Math.max(1, bitsPerPixel / 8);
    byte[] raw = new byte[h * stride];
    for (int y = 0; y < h; y++) {
      for (int i = 0; i < stride; i++) {
        int at = y * stride + i;
        int left = i >= back ? u(raw[at - back]) : 0;
        int up = y > 0 ? u(raw[at - stride]) : 0;
        int corner = i >= back && y > 0 ? u(raw[at - stride - back]) : 0;
        int add =
            switch (lines[y * (stride + 1)]) {
              case 1 -> left;
              case 2 -> up;
              case 3 -> (left + up) / 2;
              case 4 -> paeth(left, up, corner);
              default -> 0;
            };
        raw[at] = (byte) (lines[y * (stride + 1) + 1 + i] + add);
      }
    }
    return raw;
  }

  private static int paeth(int left, int up, int corner) {
    int p = left + up - corner;
    int toLeft = Math.abs(p - left);
    int toUp = Math.abs(p - up);
    int toCorner = Math.abs(p - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  private static int bits(byte[] raw, int from, int n) {
    int v = 0;
    for (int i = from; i < from + n; i++) {
      v = 2 * v + (raw[i / 8] >> 7 - i % 8 & 1);
    }
    return v;
  }

  private static List<Integer> pixel(
      int[] s, int type, int depth, byte[] palette, byte[] transparency, int channels) {
    boolean grey = type == 0 || type == 4;
    int[] rgb = new int[3];
    int alpha = 255;
    int luma = 0;
    if (type == 3) {
      for (int k = 0; k < 3; k++) {
        rgb[k] = u(palette[3 * s[0] + k]);
      }
      alpha = s[0] < transparency.length ? u(transparency[s[0]]) : 255;
    } else {
      for (int k = 0; k < 3; k++) {
        rgb[k] = eight(s[grey ? 0 : k], depth);
      }
      if (type >= 4) {
        alpha = eight(s[s.length - 1], depth);
      } else if (transparency.length > 0) {
        boolean same = true;
        for (int k = 0; k < s.length; k++) {
          same &= s[k] == big(transparency, 2 * k, 2);
        }
        alpha = same ? 0 : 255;
      }
    }
    // libpng's integers: 0.299, 0.587 and the rest of 2^15
    if (type != 3 && !grey && depth == 16) {
      luma = (int) ((9797L * s[0] + 19234L * s[1] + 3737L * s[2] + 16384) / 32768 / 256);
    } else {
      luma = (9797 * rgb[0] + 19234 * rgb[1] + 3737 * rgb[2]) / 32768;
    }
    return switch (channels) {
      case 1 -> List.of(luma);
      case 2 -> List.of(luma, alpha);
      case 3 -> List.of(rgb[0], rgb[1], rgb[2]);
      default -> List.of(rgb[0], rgb[1], rgb[2], alpha);
    };
  }

  private static int eight(int sample, int depth) {
    return switch (depth) {
      case 1 -> sample * 255;
      case 2 -> sample * 85;
      case 4 -> sample * 17;
      case 16 -> sample / 256;
      default -> sample;
    };
  }

  /** ITU-T T.81: DC coefficients only, every AC run ended at once; no restarts, no subsampling. */
  private static List<Tensor> jpeg(List<Tensor> inputs, Attributes attrs) {
    byte[] b = inputs.get(0).host().bytes()[0];
    int step = 0;
    int h = 0;
    int w = 0;
    int n = 0;
    int[][] codes = new int[2][];
    int at = 2;
    int scan = 0;
    while (scan == 0) {
      int marker = u(b[at + 1]);
      int from = at + 4;
      at += 2 + big(b, at + 2, 2);
      if (marker == 0xDB) {
        step = u(b[from + 1]);
      } else if (marker == 0xC0) {
        h = big(b, from + 1, 2);
        w = big(b, from + 3, 2);
        n = b[from + 5];
      } else if (marker == 0xC4) {
        codes[b[from] >> 4] = new int[] {from};
      } else if (marker == 0xDA) {
        scan = at;
      }
    }
    StringBuilder stream = new StringBuilder();
    for (int i = scan; i < b.length - 2; i++) {
      if (i > scan && b[i] == 0 && u(b[i - 1]) == 0xFF) {
        continue;
      }
      String s = Integer.toBinaryString(0x100 | u(b[i]));
      stream.append(s, 1, 9);
    }
    int across = (w + 7) / 8;
    int[][] dc = new int[n][across * ((h + 7) / 8)];
    int[] position = {0};
    for (int block = 0; block < dc[0].length; block++) {
      for (int c = 0; c < n; c++) {
        int size = symbol(b, codes[0][0], stream, position);
        int value = 0;
        for (int i = 0; i < size; i++) {
          value = 2 * value + (stream.charAt(position[0]++) - '0');
        }
        boolean negative = size > 0 && value < 1 << size - 1;
        int difference = negative ? value - (1 << size) + 1 : value;
        dc[c][block] = (block == 0 ? 0 : dc[c][block - 1]) + difference;
        if (symbol(b, codes[1][0], stream, position) != 0) {
          throw new IllegalArgumentException("not a file of constant blocks");
        }
      }
    }
    int channels = attrs.int32("channels") == 0 ? n : attrs.int32("channels");
    List<Integer> out = new ArrayList<>();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double[] v = new double[3];
        for (int c = 0; c < n; c++) {
          double mean = dc[c][y / 8 * across + x / 8] * step / 8.0 + 128;
          v[c] = Math.max(0, Math.min(255, mean));
        }
        out.addAll(colour(v, n, channels));
      }
    }
    return image(h, w, channels, out);
  }

  /** The next symbol of the code whose definition begins at {@code from}: B.2.4.2, C. */
  private static int symbol(byte[] b, int from, StringBuilder stream, int[] position) {
    int code = 0;
    int first = 0;
    int index = from + 17;
    for (int length = 1; length <= 16; length++) {
      code = 2 * code + (stream.charAt(position[0]++) - '0');
      int count = u(b[from + length]);
      if (code - first < count) {
        return u(b[index + code - first]);
      }
      index += count;
      first = 2 * (first + count);
    }
    throw new IllegalArgumentException("not a code");
  }

  /** JFIF: 1.402, 0.34414, 0.71414, 1.772 in 16 bits, as every copy of libjpeg has them. */
  private static List<Integer> colour(double[] v, int components, int channels) {
    if (components == 1 || channels == 1) {
      int y = (int) Math.rint(v[0]);
      return channels == 1 ? List.of(y) : List.of(y, y, y);
    }
    double cb = v[1] - 128;
    double cr = v[2] - 128;
    return List.of(
        byteOf(v[0] + 91881 / 65536.0 * cr),
        byteOf(v[0] - 22554 / 65536.0 * cb - 46802 / 65536.0 * cr),
        byteOf(v[0] + 116130 / 65536.0 * cb));
  }

  private static int byteOf(double v) {
    return (int) Math.max(0, Math.min(255, Math.floor(v + 0.5)));
  }
}
