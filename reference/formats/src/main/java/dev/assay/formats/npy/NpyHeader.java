package dev.assay.formats.npy;

import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.Shape;
import dev.assay.formats.io.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an npy file says of its array: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2,
 * 3), }}, a literal of Python of just this form.
 *
 * @param descr the element type, {@code <f4}
 * @param fortranOrder whether the first dimension varies fastest
 * @param shape the dimensions
 */
record NpyHeader(String descr, boolean fortranOrder, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy refuses longer headers. */
  private static final int LONGEST = 10_000;

  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

  /** The header is padded so that the array begins at a multiple of this. */
  private static final int ALIGN = 64;

  /** Room that is left for the first dimension to grow, in digits. */
  private static final int GROWTH = 21;

  /** Reads magic number, version, length and literal. */
  static NpyHeader read(ByteSource in) {
    for (byte b : MAGIC) {
      if ((byte) in.next("the magic number") != b) {
        throw in.bad("not an npy file: it does not begin with \\x93NUMPY");
      }
    }
    int major = in.next("the version");
    int minor = in.next("the version");
    if (major < 1 || major > 3 || minor != 0) {
      throw in.bad("version " + major + "." + minor + " of npy, known are 1.0, 2.0 and 3.0");
    }
    long length = 0;
    for (int i = 0; i < (major == 1 ? 2 : 4); i++) {
      length |= (long) in.next("the length of the header") << 8 * i;
    }
    if (length > LONGEST) {
      throw in.bad("a header of " + length + " bytes, more than " + LONGEST);
    }
    byte[] bytes = in.next((int) length, "the header");
    String text =
        new String(bytes, major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return new Literal(in, text).header();
  }

  /** Magic number, version 1.0 and literal, as NumPy writes them. */
  byte[] bytes() {
    String dims =
        shape.rank() == 1
            ? "(" + shape.dim(0) + ",)"
            : shape.toString().replace(",", ", ").replace('[', '(').replace(']', ')');
    StringBuilder literal = new StringBuilder("{'descr': '").append(descr);
    literal.append("', 'fortran_order': ").append(fortranOrder ? "True" : "False");
    literal.append(", 'shape': ").append(dims).append(", }");
    if (shape.rank() > 0) {
      literal.append(" ".repeat(GROWTH - String.valueOf(shape.dim(0)).length()));
    }
    int prefix = MAGIC.length + 4;
    int padding = ALIGN - (prefix + literal.length() + 1) % ALIGN;
    literal.append(" ".repeat(padding)).append('\n');
    byte[] text = literal.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[prefix + text.length];
    System.arraycopy(MAGIC, 0, all, 0, MAGIC.length);
    all[MAGIC.length] = 1;
    all[MAGIC.length + 2] = (byte) text.length;
    all[MAGIC.length + 3] = (byte) (text.length >> 8);
    System.arraycopy(text, 0, all, prefix, text.length);
    return all;
  }

  /** A reader of the literal: a dictionary of strings, truth values and tuples of integers. */
  private static final class Literal {
    private final ByteSource in;
    private final String text;
    private int at;

    Literal(ByteSource in, String text) {
      this.in = in;
      this.text = text;
    }

    NpyHeader header() {
      Map<String, Object> entries = new HashMap<>();
      take('{');
      while (!have('}')) {
        String key = string();
        take(':');
        Object value = value(key);
        if (entries.put(key, value) != null) {
          throw bad("'" + key + "' is there twice");
        }
        if (!have('}')) {
          take(',');
        }
      }
      take('}');
      space();
      if (at < text.length()) {
        throw bad("there is more after the dictionary");
      }
      if (!entries.keySet().equals(KEYS)) {
        throw bad(
            "it needs descr, fortran_order and shape, got "
                + entries.keySet().stream().sorted().collect(Collectors.joining(", ")));
      }
      return new NpyHeader(
          (String) entries.get("descr"),
          (boolean) entries.get("fortran_order"),
          (Shape) entries.get("shape"));
    }

    private Object value(String key) {
      return switch (key) {
        case "descr" -> {
          if (have('[')) {
            throw bad("structured elements are not supported");
          }
          yield string();
        }
        case "fortran_order" -> truth();
        case "shape" -> shape();
        default -> throw bad("unknown key '" + key + "'");
      };
    }

    private boolean truth() {
      space();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw bad("True or False is needed");
    }

    private Shape shape() {
      List<Long> dims = new ArrayList<>();
      boolean comma = true;
      take('(');
      while (!have(')')) {
        if (!comma) {
          throw bad("a comma is needed");
        }
        dims.add(integer());
        comma = have(',');
        if (comma) {
          take(',');
        }
      }
      take(')');
      if (dims.size() == 1 && !comma) {
        throw bad("a tuple is needed, one number in brackets is none");
      }
      try {
        Shape shape = Shape.of(dims);
        shape.elements();
        return shape;
      } catch (ShapeException e) {
        throw bad(e.getMessage());
      }
    }

    /** Digits; an L behind them, as Python 2 wrote it, is skipped. */
    private long integer() {
      space();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == from || at - from > 18) {
        throw bad("an integer from 0 of at most 18 digits is needed");
      }
      long value = Long.parseLong(text.substring(from, at));
      if (at < text.length() && text.charAt(at) == 'L') {
        at++;
      }
      return value;
    }

    private String string() {
      space();
      char quote = at < text.length() ? text.charAt(at) : ' ';
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw bad("a string is needed");
      }
      String inside = text.substring(at + 1, end);
      if (inside.indexOf('\\') >= 0) {
        throw bad("a string with a backslash");
      }
      at = end + 1;
      return inside;
    }

    private void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private boolean have(char c) {
      space();
      return at < text.length() && text.charAt(at) == c;
    }

    private void take(char c) {
      if (!have(c)) {
        throw bad("'" + c + "' is needed");
      }
      at++;
    }

    private FormatException bad(String what) {
      return in.bad("in character " + at + " of the header: " + what);
    }
  }
}
