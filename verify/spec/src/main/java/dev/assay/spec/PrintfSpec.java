package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * C's {@code printf} of one number, by integer arithmetic: the exact binary value times a power of
 * ten, divided with remainder, half to even.
 */
final class PrintfSpec {
  private PrintfSpec() {}

  static List<Tensor> text(List<Tensor> in, Attributes a) {
    Tensor x = in.get(0);
    boolean integers = x.dtype().isInteger() || x.dtype() == DType.BOOL;
    List<String> out = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      if (integers) {
        long v = x.toLongs()[i];
        out.add(
            x.dtype() == DType.BOOL
                ? v == 1 ? "true" : "false"
                : padded(a, BigInteger.valueOf(v).abs().toString(), v < 0, true));
      } else if (x.dtype().isComplex()) {
        double[] v = x.host().doubles();
        out.add("(" + real(a, v[2 * i]) + "," + real(a, v[2 * i + 1]) + ")");
      } else {
        out.add(real(a, x.toDoubles()[i]));
      }
    }
    return List.of(StringSpecs.strings(x.shape(), out));
  }

  private static String real(Attributes a, double v) {
    if (Double.isNaN(v) || Double.isInfinite(v)) {
      return padded(a, Double.isNaN(v) ? "nan" : "inf", v < 0, false);
    }
    boolean negative = 1 / v < 0 || v < 0;
    BigDecimal x = new BigDecimal(v).abs();
    int p = a.integer("precision") < 0 ? 6 : a.int32("precision");
    if (a.flag("scientific")) {
      return padded(a, exponential(x, p), negative, true);
    }
    if (!a.flag("shortest")) {
      return padded(a, fixed(x, p), negative, true);
    }
    int digits = p == 0 ? 1 : p;
    String e = exponential(x, digits - 1);
    int exponent = Integer.parseInt(e.substring(e.indexOf('e') + 1));
    boolean small = exponent < -4 || exponent >= digits;
    String body = small ? e.substring(0, e.indexOf('e')) : fixed(x, digits - 1 - exponent);
    if (body.contains(".")) {
      body = body.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return padded(a, small ? body + e.substring(e.indexOf('e')) : body, negative, true);
  }

  /** x·10ⁿ rounded half to even. */
  private static BigInteger scaled(BigDecimal x, int n) {
    BigDecimal y = x.scaleByPowerOfTen(n);
    BigInteger floor = y.toBigInteger();
    int half = y.subtract(new BigDecimal(floor)).compareTo(new BigDecimal("0.5"));
    boolean up = half > 0 || (half == 0 && floor.testBit(0));
    return up ? floor.add(BigInteger.ONE) : floor;
  }

  private static String fixed(BigDecimal x, int p) {
    StringBuilder s = new StringBuilder(scaled(x, p).toString());
    while (s.length() <= p) {
      s.insert(0, '0');
    }
    return p == 0 ? s.toString() : s.insert(s.length() - p, '.').toString();
  }

  private static String exponential(BigDecimal x, int p) {
    int e = 0;
    if (x.signum() != 0) {
      e = x.precision() - x.scale() - 1;
      boolean carried = scaled(x, p - e).toString().length() > p + 1;
      e += carried ? 1 : 0;
    }
    String s = scaled(x, p - e).toString() + "0".repeat(x.signum() == 0 ? p : 0);
    String mantissa = p == 0 ? s : s.charAt(0) + "." + s.substring(1);
    String size = String.valueOf(Math.abs(e));
    return mantissa + "e" + (e < 0 ? "-" : "+") + (size.length() < 2 ? "0" : "") + size;
  }

  private static String padded(Attributes a, String digits, boolean negative, boolean zeros) {
    String fill = a.text("fill");
    String sign = negative ? "-" : fill.matches("[+ ]") ? fill : "";
    StringBuilder s = new StringBuilder(sign + digits);
    while (s.length() < a.integer("width")) {
      if (fill.equals("-")) {
        s.append(' ');
      } else if (fill.equals("0") && zeros) {
        s.insert(sign.length(), '0');
      } else {
        s.insert(0, ' ');
      }
    }
    return s.toString();
  }
}
