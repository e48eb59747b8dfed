package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Strings into parts. The result is sparse: parts, their places, the shape that holds them. */
final class Splitting {
  static final Op STRING_SPLIT =
      split(
              Op.define("string_split")
                  .note(
                      "TensorFlow 1: every byte of delimiter separates; none: every byte is a part.")
                  .note("The empty string has no parts, whatever skip_empty.")
                  .input("input", STRINGS, "[n]")
                  .attr("delimiter", Type.TEXT, " ", "the bytes that separate")
                  .attr("skip_empty", Type.BOOL, true, "whether empty parts are left out"),
              attrs -> {
                byte[] delimiter = Bytes.encode(attrs.text("delimiter"));
                boolean skip = attrs.flag("skip_empty");
                return s -> atAny(s, delimiter, skip);
              })
          .build();

  static final Op STRING_SPLIT_V2 =
      split(
              Op.define("string_split_v2")
                  .note("sep separates as a whole; empty parts stay.")
                  .note(
                      "An empty sep: runs of white space separate and no part is empty, as in Python"
                          + " (TensorFlow ends with an empty one where maxsplit is reached).")
                  .input("input", STRINGS, "[n]")
                  .attr("sep", Type.TEXT, "", "what separates")
                  .attr("maxsplit", Type.INT, -1, "the most separations; negative: any number"),
              attrs -> {
                byte[] sep = Bytes.encode(attrs.text("sep"));
                long most =
                    attrs.integer("maxsplit") < 0 ? Long.MAX_VALUE : attrs.integer("maxsplit");
                return s -> sep.length == 0 ? atSpace(s, most) : at(s, sep, most);
              })
          .build();

  static final List<Op> ROWS = List.of(STRING_SPLIT, STRING_SPLIT_V2);

  private Splitting() {}

  private static Op.Builder split(
      Op.Builder b, Function<Attributes, Function<byte[], List<byte[]>>> rule) {
    return b.formula("values = the parts of input[0], input[1], …; indices[k] = (i, j) of part k")
        .require(Kind.SHAPE, "input.rank = 1", o -> o.shape(0).rank() == 1)
        .outputs("indices", "values", "shape")
        .shape(
            o ->
                List.of(
                    new TensorType(DType.INT64, Shape.of(Shape.UNKNOWN, 2)),
                    new TensorType(DType.STRING, Shape.of(Shape.UNKNOWN)),
                    new TensorType(DType.INT64, Shape.of(2))))
        .kernel(c -> sparse(c.in(0).host().bytes(), rule.apply(c.attrs())))
        .noGradients("strings");
  }

  private static List<Tensor> sparse(byte[][] x, Function<byte[], List<byte[]>> rule) {
    List<byte[]> values = new ArrayList<>();
    List<long[]> places = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < x.length; i++) {
      List<byte[]> parts = rule.apply(x[i]);
      most = Math.max(most, parts.size());
      for (int j = 0; j < parts.size(); j++) {
        places.add(new long[] {i, j});
        values.add(parts.get(j));
      }
    }
    long[] indices = places.stream().flatMapToLong(Arrays::stream).toArray();
    return List.of(
        Tensor.ofLongs(DType.INT64, Shape.of(places.size(), 2), indices),
        Tensor.of(Shape.of(values.size()), HostStorage.ofBytes(values.toArray(new byte[0][]))),
        Tensor.ofLongs(DType.INT64, Shape.of(2), x.length, most));
  }

  private static List<byte[]> atAny(byte[] s, byte[] delimiters, boolean skipEmpty) {
    List<byte[]> parts = new ArrayList<>();
    if (delimiters.length == 0) {
      for (byte b : s) {
        parts.add(new byte[] {b});
      }
      return parts;
    }
    int from = 0;
    for (int i = 0; i <= s.length && s.length > 0; i++) {
      if (i == s.length || contains(delimiters, s[i])) {
        if (i > from || !skipEmpty) {
          parts.add(Arrays.copyOfRange(s, from, i));
        }
        from = i + 1;
      }
    }
    return parts;
  }

  private static boolean contains(byte[] set, byte b) {
    for (byte c : set) {
      if (c == b) {
        return true;
      }
    }
    return false;
  }

  private static List<byte[]> at(byte[] s, byte[] sep, long most) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    int i = 0;
    while (i + sep.length <= s.length && parts.size() < most) {
      if (Arrays.equals(s, i, i + sep.length, sep, 0, sep.length)) {
        parts.add(Arrays.copyOfRange(s, from, i));
        i += sep.length;
        from = i;
      } else {
        i++;
      }
    }
    parts.add(Arrays.copyOfRange(s, from, s.length));
    return parts;
  }

  private static List<byte[]> atSpace(byte[] s, long most) {
    List<byte[]> parts = new ArrayList<>();
    int i = skipSpace(s, 0);
    while (i < s.length) {
      int from = i;
      boolean last = parts.size() == most;
      while (i < s.length && (last || !Bytes.isSpace(s[i]))) {
        i++;
      }
      parts.add(Arrays.copyOfRange(s, from, i));
      i = skipSpace(s, i);
    }
    return parts;
  }

  private static int skipSpace(byte[] s, int from) {
    int i = from;
    while (i < s.length && Bytes.isSpace(s[i])) {
      i++;
    }
    return i;
  }
}
