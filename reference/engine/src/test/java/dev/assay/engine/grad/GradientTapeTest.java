package dev.assay.engine.grad;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@SuppressWarnings("try") // a tape is closed by hand to see that it may not be
class GradientTapeTest {
  private static Tensor fourthPower(Tensor x) {
    return Maths.square(Maths.square(x));
  }

  /** The blog's two layers: the chain rule through the intermediate result. */
  @Test
  void aPersistentTapeAnswersForIntermediateTensors() {
    Tensor x = Tensor.of(1f);
    Tensor w1 = Tensor.of(2f);
    Tensor b1 = Tensor.of(1f);
    Tensor w2 = Tensor.of(2f);
    Tensor b2 = Tensor.of(1f);
    try (GradientTape tape = GradientTape.openPersistent()) {
      tape.watch(w1, b1, w2, b2);
      Tensor y1 = Maths.add(Maths.multiply(x, w1), b1);
      Tensor y2 = Maths.add(Maths.multiply(y1, w2), b2);
      double dy2dy1 = tape.gradient(y2, y1).toDouble();
      double dy1dw1 = tape.gradient(y1, w1).toDouble();
      assertEquals(2, dy2dy1 * dy1dw1);
      assertEquals(2, tape.gradient(y2, w1).toDouble());
      assertEquals(3, tape.gradient(y2, w2).toDouble());
    }
  }

  @Test
  void nestedTapesGiveHigherOrders() {
    Tensor x = Tensor.of(3.0);
    try (GradientTape third = GradientTape.open()) {
      third.watch(x);
      Tensor d2;
      try (GradientTape second = GradientTape.open()) {
        second.watch(x);
        Tensor d1;
        try (GradientTape first = GradientTape.open()) {
          first.watch(x);
          d1 = first.gradient(fourthPower(x), x);
        }
        assertEquals(4 * 27, d1.toDouble());
        d2 = second.gradient(d1, x);
      }
      assertEquals(12 * 9, d2.toDouble());
      assertEquals(24 * 3, third.gradient(d2, x).toDouble());
    }
  }

  @Test
  void aTensorUsedTwiceCollectsBothGradients() {
    Tensor x = Tensor.of(3.0);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor y = Maths.add(Maths.multiply(x, x), Maths.multiply(x, 5));
      assertEquals(11, tape.gradient(y, x).toDouble());
    }
  }

  @Test
  void aResultIsTheSumOfItsElementsUnlessACotangentIsGiven() {
    Tensor x = Tensor.of(FLOAT64, Shape.of(2), 1, 2);
    try (GradientTape tape = GradientTape.openPersistent()) {
      tape.watch(x);
      Tensor y = Maths.square(x);
      assertArrayEquals(new double[] {2, 4}, tape.gradient(y, x).toDoubles());
      Tensor dy = Tensor.of(FLOAT64, Shape.of(2), 10, 100);
      List<Gradient> g = tape.gradients(List.of(y, y), List.of(dy, dy), List.of(x));
      assertArrayEquals(new double[] {40, 800}, g.get(0).tensor().toDoubles());
      List<Tensor> ys = List.of(y);
      List<Tensor> xs = List.of(x);
      Tensor wrong = Tensor.of(1.0);
      assertThrows(ShapeException.class, () -> tape.gradients(ys, List.of(wrong), xs));
      Tensor single = Tensor.zeros(FLOAT32, Shape.of(2));
      assertThrows(DTypeException.class, () -> tape.gradients(ys, List.of(single), xs));
      assertThrows(ValueException.class, () -> tape.gradients(ys, List.of(), xs));
    }
  }

  @Test
  void unwatchedAndUnconnectedAreSaid() {
    Tensor x = Tensor.of(3.0);
    Tensor aside = Tensor.of(5.0);
    Tensor unwatched = Tensor.of(7.0);
    try (GradientTape tape = GradientTape.openPersistent()) {
      tape.watch(x, aside);
      Tensor y = Maths.multiply(x, unwatched);
      List<Gradient> g = tape.gradients(y, List.of(x, aside, unwatched));
      assertTrue(g.get(0).isConnected());
      assertFalse(g.get(1).isConnected());
      assertEquals(0, g.get(1).orZeros().toDouble());
      String reason = assertInstanceOf(Gradient.Unconnected.class, g.get(2)).reason();
      assertEquals("the tape does not watch it", reason);
      ValueException e = assertThrows(ValueException.class, () -> tape.gradient(y, unwatched));
      assertEquals(
          "gradient: by float64[] there is none, the tape does not watch it", e.getMessage());
      Tensor cut = Maths.multiply(ArrayOps.stopGradient(x), 2);
      assertThrows(ValueException.class, () -> tape.gradient(cut, x));
    }
  }

  @Test
  void aTapeAnswersOnceUnlessPersistentOrReset() {
    Tensor x = Tensor.of(3.0);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor y = Maths.square(x);
      assertEquals(6, tape.gradient(y, x).toDouble());
      assertThrows(ValueException.class, () -> tape.gradient(y, x));
      assertThrows(ValueException.class, () -> tape.jacobian(y, x));
      tape.reset();
      tape.watch(x);
      Tensor z = Maths.multiply(x, tape.withoutRecording(() -> Maths.square(x)));
      assertEquals(9, tape.gradient(z, x).toDouble());
    }
  }

  @Test
  void aClosedTapeIsAnError() {
    Tensor x = Tensor.of(3.0);
    GradientTape tape = GradientTape.open();
    tape.watch(x);
    Tensor y = Maths.square(x);
    tape.close();
    tape.close();
    for (Executable use :
        List.<Executable>of(
            () -> tape.gradient(y, x),
            () -> tape.jacobian(y, x),
            () -> tape.watch(x),
            () -> tape.reset())) {
      ValueException e = assertThrows(ValueException.class, use);
      assertEquals("tape: used after it was closed", e.getMessage());
    }
  }

  @Test
  void aTapeBelongsToItsThread() throws InterruptedException, ExecutionException {
    Tensor x = Tensor.of(3.0);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor y = other.submit(() -> Maths.square(x)).get();
      for (Executable use :
          List.<Executable>of(() -> tape.watch(x), () -> tape.gradient(x, x), () -> tape.close())) {
        ExecutionException e =
            assertThrows(
                ExecutionException.class,
                () ->
                    other
                        .submit(
                            () -> {
                              try {
                                use.execute();
                              } catch (Throwable t) {
                                throw new IllegalStateException(t);
                              }
                            })
                        .get());
        assertInstanceOf(ValueException.class, e.getCause().getCause());
      }
      // what the other thread computed was not recorded
      assertFalse(tape.gradients(y, List.of(x)).get(0).isConnected());
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void integersAndSymbolsAreErrors() {
    Symbol s = new Graph().placeholder("x", FLOAT64, Shape.scalar());
    Tensor x = Tensor.of(3.0);
    try (GradientTape tape = GradientTape.openPersistent()) {
      assertThrows(DTypeException.class, () -> tape.watch(Tensor.of(3)));
      assertThrows(DTypeException.class, () -> tape.watch(Tensor.of("text")));
      ValueException e = assertThrows(ValueException.class, () -> tape.watch(s));
      assertTrue(e.getMessage().contains("x:0"), e.getMessage());
      tape.watch(x);
      Tensor y = Maths.multiply(s, x);
      assertThrows(ValueException.class, () -> tape.gradient(y, x));
      assertThrows(ValueException.class, () -> tape.jacobian(y, x));
      assertThrows(DTypeException.class, () -> tape.gradient(Tensor.of(1), x));
      assertThrows(DTypeException.class, () -> tape.gradient(x, Tensor.of(1)));
    }
  }

  @Test
  void aResultThatIsItsArgumentKeepsGradientsApart() {
    Tensor x = Tensor.of(3.0);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor same = ArrayOps.identity(x);
      Tensor y = Maths.multiply(same, x);
      assertEquals(6, tape.gradient(y, x).toDouble());
    }
  }

  @Test
  void longTapesAreDifferentiatedInLinearTime() {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Tensor x = Tensor.of(1.0);
          try (GradientTape tape = GradientTape.open()) {
            tape.watch(x);
            Tensor y = x;
            for (int i = 0; i < 20_000; i++) {
              y = Maths.add(y, x);
            }
            assertEquals(20_001, tape.gradient(y, x).toDouble());
          }
        });
  }
}
