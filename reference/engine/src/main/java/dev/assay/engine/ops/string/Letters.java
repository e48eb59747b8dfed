package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.Op;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Every string by itself: lower and upper case, white space at the ends. */
final class Letters {
  static final Op LOWER =
      letters("string_lower", "A … Z become a … z", s -> s.toLowerCase(Locale.ROOT), 'A', 32);

  static final Op UPPER =
      letters("string_upper", "a … z become A … Z", s -> s.toUpperCase(Locale.ROOT), 'a', -32);

  static final Op STRIP =
      Op.define("string_strip")
          .formula("output[i] = input[i] without white space at both ends")
          .note("White space is that of ASCII: space, tab, line feed, \\v, \\f, carriage return.")
          .input("input", STRINGS, "any shape")
          .kernel(c -> Bytes.map(c, Bytes::strip))
          .noGradients("strings")
          .build();

  static final List<Op> ROWS = List.of(LOWER, UPPER, STRIP);

  private Letters() {}

  private static Op letters(
      String name, String rule, UnaryOperator<String> unicode, char first, int shift) {
    return Op.define(name)
        .formula("output[i] = input[i] in which " + rule)
        .note(
            "With encoding \"\" other bytes stay as they are; with \"utf-8\" all letters change by"
                + " Unicode's full mapping, as far as the Java platform knows it (capital ß is SS).")
        .input("input", STRINGS, "any shape")
        .choice("encoding", List.of("", "utf-8"), "how bytes are read as letters")
        .kernel(
            c ->
                c.attrs().text("encoding").isEmpty()
                    ? Bytes.map(c, s -> ascii(s, first, shift))
                    : Bytes.map(c, s -> Bytes.encode(unicode.apply(Bytes.utf8(s)))))
        .noGradients("strings")
        .build();
  }

  private static byte[] ascii(byte[] s, char first, int shift) {
    byte[] out = s.clone();
    for (int i = 0; i < out.length; i++) {
      if (first <= out[i] && out[i] < first + 26) {
        out[i] += (byte) shift;
      }
    }
    return out;
  }
}
