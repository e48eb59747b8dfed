package dev.assay.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.DType;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  @Test
  void theReferenceHasStrictMath() {
    Accuracy a = ReferenceBackend.instance().accuracy();
    assertEquals(1, a.ulps(Elementary.EXP, DType.FLOAT64));
    assertEquals(0.5, a.ulps(Elementary.DIVIDE, DType.FLOAT32));
  }

  @Test
  void openClAsItsTableHasIt() {
    Accuracy any = Accuracy.openCl(false);
    Accuracy rounded = Accuracy.openCl(true);
    assertEquals(2.5, any.ulps(Elementary.DIVIDE, DType.FLOAT32));
    assertEquals(3, any.ulps(Elementary.SQRT, DType.FLOAT32));
    assertEquals(0.5, any.ulps(Elementary.SQRT, DType.FLOAT64));
    assertEquals(0.5, any.ulps(Elementary.DIVIDE, DType.COMPLEX128));
    assertEquals(0.5, rounded.ulps(Elementary.DIVIDE, DType.FLOAT32));
    assertEquals(0.5, rounded.ulps(Elementary.SQRT, DType.COMPLEX64));
    assertEquals(16, rounded.ulps(Elementary.POW, DType.FLOAT64));
    assertEquals(5, any.ulps(Elementary.TANH, DType.FLOAT32));
    assertEquals(2, any.ulps(Elementary.LOG1P, DType.FLOAT32));
  }

  @Test
  void aTableWithoutAFunctionOrWithAnImpossibleNumberIsRefused() {
    Map<Elementary, Double> table = new EnumMap<>(Accuracy.STRICT.wide());
    table.put(Elementary.COS, Double.POSITIVE_INFINITY);
    Exception e = assertThrows(IllegalArgumentException.class, () -> new Accuracy(table, table));
    assertTrue(e.getMessage().endsWith("COS = Infinity"), e.getMessage());
    table.remove(Elementary.COS);
    assertThrows(IllegalArgumentException.class, () -> new Accuracy(Accuracy.STRICT.wide(), table));
  }
}
