package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** {@code substr}: a part of every string, counted in bytes or code points. */
final class Substr {
  static final Op OP =
      Op.define("substr")
          .formula("output[i] = input[i][pos[i] … pos[i] + len[i])")
          .note("A negative pos counts from the end. A part that would pass the end stops there.")
          .input("input", STRINGS, "broadcast with pos")
          .input("pos", INDICES, "where the part begins")
          .input("len", INDICES, "how long it is; the shape of pos")
          .choice("unit", List.of("BYTE", "UTF8_CHAR"), "what pos and len count")
          .sameDType(1, 2)
          .require(Kind.SHAPE, "pos and len have one shape", o -> o.shape(1).compatible(o.shape(2)))
          .require(
              Kind.SHAPE,
              "input and pos broadcast",
              o -> Shape.broadcastable(o.shape(0), o.shape(1)))
          .require(
              Kind.VALUE,
              "len >= 0",
              o -> Arrays.stream(o.in(2).host().longs()).allMatch(n -> n >= 0))
          .require(Kind.VALUE, "-length <= pos <= length of the string", Substr::inside)
          .type(o -> new TensorType(DType.STRING, shape(o)))
          .kernel(Substr::run)
          .noGradients("strings and integers")
          .build();

  private Substr() {}

  private static Shape shape(Operands o) {
    return Shape.broadcast(o.shape(0), o.shape(1));
  }

  private static boolean isPoints(Attributes attrs) {
    return attrs.text("unit").equals("UTF8_CHAR");
  }

  private static boolean inside(Operands o) {
    byte[][] x = o.in(0).host().bytes();
    long[] pos = o.in(1).host().longs();
    int[] xs = Index.broadcast(o.shape(0), shape(o));
    int[] ps = Index.broadcast(o.shape(1), shape(o));
    for (int i = 0; i < xs.length; i++) {
      byte[] s = x[xs[i]];
      long p = pos[ps[i]];
      int n = isPoints(o.attrs()) ? StringLength.points(s) : s.length;
      if (p > n || p < -n) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> run(Call c) {
    byte[][] x = c.in(0).host().bytes();
    long[] pos = c.in(1).host().longs();
    long[] len = c.in(2).host().longs();
    Shape shape = c.output().shape();
    int[] xs = Index.broadcast(c.in(0).shape(), shape);
    int[] ps = Index.broadcast(c.in(1).shape(), shape);
    byte[][] y = new byte[xs.length][];
    for (int i = 0; i < y.length; i++) {
      byte[] s = x[xs[i]];
      boolean points = isPoints(c.attrs());
      int n = points ? StringLength.points(s) : s.length;
      long p = pos[ps[i]];
      int from = (int) (p < 0 ? p + n : p);
      int to = from + (int) Math.min(len[ps[i]], n - from);
      y[i] =
          points
              ? Arrays.copyOfRange(s, offset(s, from), offset(s, to))
              : Arrays.copyOfRange(s, from, to);
    }
    return Bytes.result(shape, y);
  }

  /** The byte at which code point {@code point} begins; the length for the one past the last. */
  private static int offset(byte[] s, int point) {
    int seen = 0;
    for (int i = 0; i < s.length; i++) {
      if (StringLength.begins(s[i]) && seen++ == point) {
        return i;
      }
    }
    return s.length;
  }
}
