package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code string_to_number}: the number that each string is. */
final class StringToNumber {
  static final Set<DType> NUMBERS = Set.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);

  static final Op OP =
      Op.define("string_to_number")
          .formula("output[i] = the number that input[i] is, in base ten")
          .note("White space around it is allowed; nan, inf and infinity in any case are numbers.")
          .note("Hexadecimal numbers, which TensorFlow takes for real types, are refused.")
          .note(
              "A leading + and Infinity are taken; TensorFlow refuses + before integers and Infinity.")
          .note("A real number is rounded once to out_type; beyond its range it is infinite.")
          .input("input", STRINGS, "any shape")
          .attr("out_type", Type.DTYPE, "float32", "float32, float64, int32 or int64")
          .require(
              Kind.ATTRIBUTE,
              "out_type in [float32, float64, int32, int64]",
              o -> NUMBERS.contains(o.attrs().dtype("out_type")))
          .require(
              Kind.VALUE,
              "every string is a number of out_type",
              o ->
                  Arrays.stream(o.in(0).host().bytes())
                      .allMatch(s -> Numerals.parse(s, o.attrs().dtype("out_type")).isPresent()))
          .type(o -> new TensorType(o.attrs().dtype("out_type"), o.shape(0)))
          .kernel(StringToNumber::run)
          .noGradients("strings")
          .build();

  private StringToNumber() {}

  private static List<Tensor> run(Call c) {
    DType dtype = c.output().dtype();
    byte[][] x = c.in(0).host().bytes();
    if (dtype.isFloating()) {
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = Numerals.parse(x[i], dtype).orElseThrow().doubleValue();
      }
      return c.result(y);
    }
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Numerals.parse(x[i], dtype).orElseThrow().longValue();
    }
    return c.result(y);
  }
}
