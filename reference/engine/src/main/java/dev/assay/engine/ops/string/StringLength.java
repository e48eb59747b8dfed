package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import java.util.List;

/** {@code string_length}: bytes or code points of every string. */
final class StringLength {
  static final Op OP =
      Op.define("string_length")
          .formula("output[i] = number of bytes or code points of input[i]")
          .note(
              "A code point is every byte that does not continue one (10xxxxxx): no check of UTF-8.")
          .input("input", STRINGS, "any shape")
          .choice("unit", List.of("BYTE", "UTF8_CHAR"), "what is counted")
          .type(o -> new TensorType(DType.INT32, o.shape(0)))
          .kernel(
              c -> {
                boolean points = c.attrs().text("unit").equals("UTF8_CHAR");
                byte[][] x = c.in(0).host().bytes();
                long[] n = new long[x.length];
                for (int i = 0; i < n.length; i++) {
                  n[i] = points ? points(x[i]) : x[i].length;
                }
                return c.result(n);
              })
          .noGradients("strings")
          .build();

  private StringLength() {}

  /** Whether a code point begins with this byte. */
  static boolean begins(byte b) {
    return (b & 0xC0) != 0x80;
  }

  static int points(byte[] s) {
    int n = 0;
    for (byte b : s) {
      n += begins(b) ? 1 : 0;
    }
    return n;
  }
}
