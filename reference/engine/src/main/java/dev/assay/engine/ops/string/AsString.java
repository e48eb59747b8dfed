package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.NUMERIC_AND_BOOL;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code as_string}: numbers as C's {@code printf} writes them. */
final class AsString {
  private static final int LONGEST = 10_000;

  static final Op OP =
      Op.define("as_string")
          .formula("output[i] = input[i] as text: %f, %e (scientific) or %g (shortest), %d, true")
          .note("Digits are those of the exact binary value, rounded half to even, as in glibc.")
          .note("A complex number is (re,im). NaN is nan, infinities are inf and -inf.")
          .input("input", NUMERIC_AND_BOOL, "any shape")
          .attr("precision", Type.INT, -1, "digits after the point; -1: six")
          .attr("scientific", Type.BOOL, false, "write a mantissa and an exponent")
          .attr("shortest", Type.BOOL, false, "the shorter of both, without trailing zeros")
          .attr("width", Type.INT, -1, "the least number of characters; -1: none")
          .attr("fill", Type.TEXT, "", "the flag of printf that fills: space, +, -, 0 or none")
          .require(
              Kind.ATTRIBUTE,
              "not both scientific and shortest",
              o -> !(o.attrs().flag("scientific") && o.attrs().flag("shortest")))
          .require(
              Kind.ATTRIBUTE,
              "fill is one of space, +, -, 0 or empty",
              o -> List.of("", " ", "+", "-", "0").contains(o.attrs().text("fill")))
          .require(
              Kind.ATTRIBUTE,
              "-1 <= precision, width <= " + LONGEST,
              o -> inRange(o.attrs(), "precision") && inRange(o.attrs(), "width"))
          .require(
              Kind.ATTRIBUTE,
              "precision, scientific and shortest only for floating and complex numbers",
              o -> isReal(o.dtype(0)) || !asksForDigits(o.attrs()))
          .require(
              Kind.ATTRIBUTE,
              "width and fill only for numbers",
              o ->
                  o.dtype(0) != DType.BOOL
                      || (o.attrs().integer("width") < 0 && o.attrs().text("fill").isEmpty()))
          .type(o -> new TensorType(DType.STRING, o.shape(0)))
          .kernel(AsString::run)
          .noGradients("the result is text")
          .build();

  private AsString() {}

  private static boolean inRange(Attributes attrs, String name) {
    return -1 <= attrs.integer(name) && attrs.integer(name) <= LONGEST;
  }

  private static boolean isReal(DType dtype) {
    return dtype.isFloating() || dtype.isComplex();
  }

  private static boolean asksForDigits(Attributes attrs) {
    return attrs.integer("precision") >= 0 || attrs.flag("scientific") || attrs.flag("shortest");
  }

  private static List<Tensor> run(Call c) {
    Printf printf = Printf.of(c.attrs());
    DType dtype = c.in(0).dtype();
    byte[][] y = new byte[c.in(0).size()][];
    if (isReal(dtype)) {
      double[] x = c.in(0).host().doubles();
      for (int i = 0; i < y.length; i++) {
        y[i] =
            Bytes.encode(
                dtype.isComplex()
                    ? "(" + printf.real(x[2 * i]) + "," + printf.real(x[2 * i + 1]) + ")"
                    : printf.real(x[i]));
      }
    } else {
      long[] x = c.in(0).host().longs();
      for (int i = 0; i < y.length; i++) {
        y[i] = Bytes.encode(dtype == DType.BOOL ? String.valueOf(x[i] != 0) : printf.integer(x[i]));
      }
    }
    return Bytes.result(c.output().shape(), y);
  }
}
