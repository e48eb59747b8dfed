package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.spec.Arithmetic;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Reordered;
import org.junit.jupiter.api.Test;

/** Which formulas leave float32's range in one order and not in another. */
class ReorderedTest {
  private final Arithmetic<Reordered> k = Arithmetics.reordered(Format.BINARY32.range());

  private Reordered product(double... factors) {
    Reordered p = k.of(factors[0]);
    for (int i = 1; i < factors.length; i++) {
      p = p.multiply(k.of(factors[i]));
    }
    return p;
  }

  private Reordered sum(double... addends) {
    Reordered s = k.of(addends[0]);
    for (int i = 1; i < addends.length; i++) {
      s = s.add(k.of(addends[i]));
    }
    return s;
  }

  @Test
  void partsOfProductsMayOverflowOrUnderflow() {
    assertFalse(product(1e-30, 1e30, 1e30).isSettled());
    assertFalse(product(1e30, 1e-30, 1e-30).isSettled());
    assertFalse(product(1e30, 0, 1e30).isSettled());
    assertFalse(product(1e-30, 1e30).divide(k.of(1e-30)).isSettled());
    assertTrue(product(1e-10, 1e10, 1e10, 1e-10).isSettled());
    assertTrue(product(1e10, 0, 1e10).isSettled());
  }

  @Test
  void partsOfSumsMayOverflow() {
    double most = Float.MAX_VALUE;
    assertFalse(sum(most, -most, most).isSettled());
    assertTrue(sum(1e37, -1e37, 1e37).isSettled());
    assertTrue(sum(1e-40, 1e-40, 1e-40).isSettled());
  }

  @Test
  void aSingleOperationHasOneOrder() {
    assertTrue(product(1e30, 1e30).isSettled());
    assertTrue(product(1e-30, 1e-30).negate().isSettled());
    assertTrue(sum(Float.MAX_VALUE, Float.MAX_VALUE).isSettled());
    assertTrue(k.of(1e30).divide(k.of(1e-30)).isSettled());
    assertTrue(k.of(100).exp().isSettled());
  }

  @Test
  void whatIsNotSettledStaysSo() {
    Reordered open = product(1e-30, 1e30, 1e30);
    assertFalse(open.sqrt().isSettled());
    assertFalse(open.negate().add(k.of(1)).isSettled());
  }
}
