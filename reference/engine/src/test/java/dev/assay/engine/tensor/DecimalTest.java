package dev.assay.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ShortRange;
import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void jsonNumbers() {
    assertEquals("1.0", Decimal.toJson(1, DType.FLOAT32));
    assertEquals("-0.0", Decimal.toJson(-0.0, DType.FLOAT32));
    assertEquals("0.1", Decimal.toJson((float) 0.1, DType.FLOAT32));
    assertEquals("0.10000000149011612", Decimal.toJson((float) 0.1, DType.FLOAT64));
    assertEquals("1e-7", Decimal.toJson(1e-7, DType.FLOAT64));
    assertEquals("-1.7976931348623157e308", Decimal.toJson(-Double.MAX_VALUE, DType.FLOAT64));
    assertEquals("5e-324", Decimal.toJson(Double.MIN_VALUE, DType.FLOAT64));
    assertEquals("1e-45", Decimal.toJson(Float.MIN_VALUE, DType.FLOAT32));
    assertEquals("16777216.0", Decimal.toJson(1 << 24, DType.FLOAT32));
    // JDK 17 prints one digit more
    assertEquals("2e23", Decimal.toJson(2e23, DType.FLOAT64));
  }

  @Property
  boolean doublesReadBack(@ForAll double x) {
    String text = Decimal.toJson(x, DType.FLOAT64);
    return Double.parseDouble(text) == x && digits(text) <= 17;
  }

  @Property
  boolean floatsReadBackAlsoByWayOfBinary64(@ForAll float x) {
    String text = Decimal.toJson(x, DType.FLOAT32);
    return Float.parseFloat(text) == x
        && (float) Double.parseDouble(text) == x
        && digits(text) <= 9;
  }

  @Test
  void all16BitFloatsReadBack() {
    for (HalfFloats format : HalfFloats.values()) {
      DType dtype = format == HalfFloats.FLOAT16 ? DType.FLOAT16 : DType.BFLOAT16;
      for (int bits = 0; bits < 0x10000; bits++) {
        double x = format.decode((short) bits);
        if (Double.isFinite(x)) {
          assertEquals(x, dtype.round(Double.parseDouble(Decimal.toJson(x, dtype))));
        }
      }
    }
  }

  @Property
  void noFewerDigitsIdentifyTheNumber(@ForAll @ShortRange(min = 1, max = 0x7BFF) short bits) {
    double x = HalfFloats.FLOAT16.decode(bits);
    Decimal d = Decimal.shortest(x, DType.FLOAT16);
    int shorter = d.digits().length() - 1;
    if (shorter > 0) {
      long head = Long.parseLong(d.digits().substring(0, shorter));
      for (long candidate = head; candidate <= head + 1; candidate++) {
        double y = Double.parseDouble(candidate + "e" + (d.exponent() - shorter + 1));
        assertTrue(DType.FLOAT16.round(y) != x, () -> x + " is not shortest: " + d);
      }
    }
  }

  private static long digits(String text) {
    String mantissa = text.replaceAll("e.*", "").replaceAll("[-.]", "").replaceAll("^0+", "");
    return mantissa.replaceAll("0+$", "").length();
  }
}
