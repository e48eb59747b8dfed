package dev.assay.tck.cases;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of decoding and encoding files. */
final class CodecCases {
  private CodecCases() {}

  static List<OpCases> rows() {
    Attributes none = Attributes.none();
    Tensor text = Tensor.of("");
    Tensor two = Tensor.ofStrings(Shape.of(2), "", "");
    return List.of(
        OpCases.of("decode_png", d -> decoded("decode_png", ImageFiles.png(d), d.pick(0, 1, 3, 4)))
            .reject("C2", none, two)
            .reject("C3", channels(2), text)
            .reject("C3", channels(Long.MAX_VALUE), text),
        OpCases.of("decode_jpeg", d -> decoded("decode_jpeg", ImageFiles.jpeg(d), d.pick(0, 1, 3)))
            .reject("C2", none, two)
            .reject("C3", channels(4), text),
        OpCases.of(
                "decode_image",
                d ->
                    d.flip()
                        ? decoded("decode_image", ImageFiles.jpeg(d), d.pick(0, 1, 3))
                        : decoded("decode_image", ImageFiles.png(d), d.pick(0, 1, 3, 4)))
            .reject("C2", none, two)
            .reject("C3", channels(-1), text),
        OpCases.of("encode_png", CodecCases::encodePng)
            .reject("C2", none, bytes(2, 2))
            .reject("C2", none, bytes(0, 2, 1))
            .reject("C2", none, bytes(2, 2, 5))
            .reject("C2", none, bytes(2, 2, 0))
            .reject("C3", Attributes.of("compression", 10), bytes(2, 2, 1))
            .reject("C3", Attributes.of("compression", -2), bytes(2, 2, 1)),
        OpCases.of("encode_jpeg", CodecCases::encodeJpeg)
            .reject("C2", none, bytes(2, 2))
            .reject("C2", none, bytes(2, 2, 4))
            .reject("C3", Attributes.of("quality", 101), bytes(2, 2, 1))
            .reject("C3", Attributes.of("quality", -1), bytes(2, 2, 1))
            .reject("C4", none, bytes(2, 2, 2))
            .reject("C4", none, bytes(1, 65536, 1)));
  }

  private static Attributes channels(long n) {
    return Attributes.of("channels", n);
  }

  private static Tensor bytes(int... dims) {
    return Tensor.zeros(DType.UINT8, Shape.of(dims));
  }

  private static Case decoded(String op, byte[] file, int channels) {
    return new Case(op, List.of(ImageFiles.contents(file)), channels(channels));
  }

  /** A random uint8 image, of few or of many values. */
  static Tensor picture(Draw d, int channels) {
    Shape s = Shape.of(d.pick(2, 1, 3, 8, 17), d.pick(3, 1, 2, 9, 16), channels);
    return d.integers(DType.UINT8, s, 0, d.pick(255, 1, 0, 16));
  }

  private static Case encodePng(Draw d) {
    return new Case(
        "encode_png",
        List.of(picture(d, d.pick(3, 1, 4, 2))),
        Attributes.of("compression", d.pick(-1, 0, 1, 9)));
  }

  private static Case encodeJpeg(Draw d) {
    return new Case(
        "encode_jpeg",
        List.of(picture(d, d.pick(3, 1))),
        Attributes.of("quality", d.pick(95, 100, 50, 10, 0)));
  }
}
