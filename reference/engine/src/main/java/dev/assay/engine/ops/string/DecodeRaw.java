package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code decode_raw}: the bytes of every string as numbers. */
final class DecodeRaw {
  static final Op OP =
      Op.define("decode_raw")
          .formula("output[i, j] = the j-th number of out_type in the bytes of input[i]")
          .note("A bool is true for any byte but 0.")
          .input("input", STRINGS, "any shape; all strings equally long")
          .attr("out_type", Type.DTYPE, "any type but string")
          .attr("little_endian", Type.BOOL, true, "whether the lowest byte of a number is first")
          .require(
              Kind.ATTRIBUTE,
              "out_type is not string",
              o -> o.attrs().dtype("out_type") != DType.STRING)
          .require(Kind.VALUE, "all strings are equally long", DecodeRaw::equallyLong)
          .require(
              Kind.VALUE,
              "the length is a multiple of the size of out_type",
              o -> length(o.in(0)) % o.attrs().dtype("out_type").bytes() == 0)
          .type(
              o ->
                  new TensorType(
                      o.attrs().dtype("out_type"), o.shape(0).concat(Shape.of(count(o)))))
          .kernel(DecodeRaw::run)
          .noGradients("strings")
          .build();

  private DecodeRaw() {}

  private static int length(Tensor input) {
    byte[][] x = input.host().bytes();
    return x.length == 0 ? 0 : x[0].length;
  }

  private static int count(Operands o) {
    return o.hasValues() ? length(o.in(0)) / o.attrs().dtype("out_type").bytes() : Shape.UNKNOWN;
  }

  private static boolean equallyLong(Operands o) {
    for (byte[] s : o.in(0).host().bytes()) {
      if (s.length != length(o.in(0))) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> run(Call c) {
    DType dtype = c.output().dtype();
    boolean little = c.attrs().flag("little_endian");
    // a complex number is two numbers, each with its own order of bytes
    int parts = dtype.isComplex() ? 2 : 1;
    int width = dtype.bytes() / parts;
    byte[][] x = c.in(0).host().bytes();
    long[] bits = new long[c.output().shape().elements() * parts];
    int at = 0;
    for (byte[] s : x) {
      for (int i = 0; i < s.length; i += width) {
        bits[at++] = little ? LittleEndian.word(s, i, width) : bigEndian(s, i, width);
      }
    }
    return List.of(Tensor.of(c.output().shape(), HostStorage.ofBits(dtype, bits)));
  }

  private static long bigEndian(byte[] s, int at, int width) {
    long w = 0;
    for (int i = 0; i < width; i++) {
      w = w << 8 | (s[at + i] & 0xFF);
    }
    return w;
  }
}
