package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.BackendException;
import dev.assay.engine.FormatException;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** PNG and JPEG files as scalar strings, to and from uint8 images. */
final class Codecs {
  private static final Set<DType> BYTES = Set.of(DType.UINT8);

  private static final String NO_GRADIENT = "a file is not a number";

  static final Op DECODE_PNG =
      decoder("decode_png", "output[y, x, c] = the pixels of a PNG file", List.of(0, 1, 3, 4))
          .note("Of 16 bits the upper 8; 1, 2, 4 bits stretched to 0 … 255; palettes looked up.")
          .note(
              "channels 0: as in the file, 3 or 4 for a palette without or with transparency. Alpha"
                  + " is dropped or added (255, or what the file says is transparent).")
          .note(
              "Colour to grey: 0.299·r + 0.587·g + 0.114·b in libpng's 15-bit integers, truncated.")
          .kernel(c -> decoded(PngDecoder.decode("decode_png", bytes(c), channels(c))))
          .build();

  static final Op DECODE_JPEG =
      decoder("decode_jpeg", "output[y, x, c] = the pixels of a JPEG file", List.of(0, 1, 3))
          .note("Decoded by the JDK's library: values may differ by 1 or 2 from other decoders'.")
          .note("channels 0: 1 for grey, 3 for colours, also those of four inks.")
          .note("A file that the library warns of is refused.")
          .kernel(c -> decoded(desktop("decode_jpeg", () -> jpeg("decode_jpeg", c))))
          .build();

  static final Op DECODE_IMAGE =
      decoder("decode_image", "output[y, x, c] = the pixels of a file", List.of(0, 1, 3, 4))
          .note("decode_png or decode_jpeg, as the first bytes say. GIF and BMP are refused.")
          .note("A JPEG file has no 4 channels.")
          .kernel(Codecs::decodeImage)
          .build();

  static final Op ENCODE_PNG =
      encoder("encode_png", "output = a PNG file of image", 4)
          .note("8 bits, filters by least residue, the fixed code of deflate; the same everywhere.")
          .attr("compression", Type.INT, -1, "0, none, to 9, most; -1: 6")
          .require(
              Kind.ATTRIBUTE,
              "-1 <= compression <= 9",
              o -> {
                long level = o.attrs().integer("compression");
                return -1 <= level && level <= 9;
              })
          .kernel(c -> file(PngEncoder.encode(picture(c), c.attrs().int32("compression"))))
          .build();

  static final Op ENCODE_JPEG =
      encoder("encode_jpeg", "output = a JPEG file of image", 3)
          .note("Baseline, the tables of ITU-T T.81 annex K; colours halved in both directions.")
          .note("The same bytes everywhere; other encoders round otherwise.")
          .attr("quality", Type.INT, 95, "0 … 100, as libjpeg scales the tables")
          .require(
              Kind.ATTRIBUTE,
              "0 <= quality <= 100",
              o -> {
                long quality = o.attrs().integer("quality");
                return 0 <= quality && quality <= 100;
              })
          .require(
              Kind.SHAPE,
              "image.dim(2) is 1 or 3, image.dim(0) and image.dim(1) <= 65535",
              o ->
                  o.shape(0).dim(2) != 2
                      && o.shape(0).dim(0) <= 65535
                      && o.shape(0).dim(1) <= 65535)
          .kernel(c -> file(JpegEncoder.encode(picture(c), c.attrs().int32("quality"))))
          .build();

  static final List<Op> ROWS =
      List.of(DECODE_PNG, DECODE_JPEG, DECODE_IMAGE, ENCODE_PNG, ENCODE_JPEG);

  private Codecs() {}

  private static Op.Builder decoder(String name, String formula, List<Integer> channels) {
    return Op.define(name)
        .formula(formula)
        .note("uint8 only.")
        .input("contents", STRINGS, "the bytes of a file; a scalar")
        .outputs("image")
        .attr("channels", Type.INT, 0, "how many channels; 0: as many as the file has")
        .require(Kind.SHAPE, "contents is a scalar", o -> o.shape(0).rank() == 0)
        .require(
            Kind.ATTRIBUTE,
            "channels in " + channels,
            o -> channels.contains(o.attrs().int32("channels")))
        .type(
            o -> {
              int c = o.attrs().int32("channels");
              Shape s = Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, c == 0 ? Shape.UNKNOWN : c);
              return new TensorType(DType.UINT8, s);
            })
        .noGradient("contents", NO_GRADIENT);
  }

  private static Op.Builder encoder(String name, String formula, int mostChannels) {
    return Op.define(name)
        .formula(formula)
        .input("image", BYTES, "[h, w, c], none of them 0, at most " + mostChannels + " channels")
        .outputs("contents")
        .require(
            Kind.SHAPE,
            "image is [h, w, c], h, w >= 1, 1 <= c <= " + mostChannels,
            o ->
                o.shape(0).rank() == 3
                    && o.shape(0).dim(0) != 0
                    && o.shape(0).dim(1) != 0
                    && o.shape(0).dim(2) != 0
                    && o.shape(0).dim(2) <= mostChannels)
        .type(o -> new TensorType(DType.STRING, Shape.scalar()))
        .noGradient("image", NO_GRADIENT);
  }

  private static byte[] bytes(Call c) {
    return c.in(0).host().bytes()[0];
  }

  private static int channels(Call c) {
    return c.attrs().int32("channels");
  }

  private static List<Tensor> decoded(Picture picture) {
    return List.of(picture.tensor());
  }

  private static Picture picture(Call c) {
    Frames f = Frames.of(c, 0);
    long[] v = c.in(0).host().longs();
    byte[] values = new byte[v.length];
    for (int i = 0; i < v.length; i++) {
      values[i] = (byte) v[i];
    }
    return new Picture(f.h(), f.w(), f.c(), values);
  }

  private static List<Tensor> file(byte[] bytes) {
    return List.of(Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes})));
  }

  private static Picture jpeg(String op, Call c) {
    return JpegDecoder.decode(op, bytes(c), channels(c));
  }

  private static List<Tensor> decodeImage(Call c) {
    byte[] bytes = bytes(c);
    if (PngFile.hasSignature(bytes)) {
      return decoded(PngDecoder.decode("decode_image", bytes, channels(c)));
    }
    if (!JpegFile.hasSignature(bytes)) {
      throw new FormatException("decode_image: neither a PNG nor a JPEG file");
    }
    if (channels(c) == 4) {
      throw new FormatException("decode_image: a JPEG file has no 4 channels");
    }
    return decoded(desktop("decode_image", () -> jpeg("decode_image", c)));
  }

  /** Runs what needs the module java.desktop, which a small runtime may lack. */
  private static Picture desktop(String op, Supplier<Picture> body) {
    try {
      return body.get();
    } catch (LinkageError e) {
      throw new BackendException(op + ": this Java runtime lacks the module java.desktop", e);
    }
  }
}
