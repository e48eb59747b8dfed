package dev.assay.engine.grad;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JacobianTest {
  private static final Tensor X = Tensor.of(FLOAT64, Shape.of(2, 1), 2, 3);
  private static final Tensor A = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});

  /** {@code Σ (x₁³·x₂²)} for a column. */
  private static Tensor cubic(Tensor x) {
    return Reduce.sum(Maths.multiply(Maths.square(x), Reduce.sum(x)));
  }

  @Test
  void theJacobianOfALinearMapIsItsMatrix() {
    Tensor j = Jacobian.of(x -> LinAlg.matmul(A, x), X);
    assertEquals(Shape.of(3, 1, 2, 1), j.shape());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, j.toDoubles());
  }

  @Test
  void aTapeGivesItsJacobian() {
    try (GradientTape tape = GradientTape.openPersistent()) {
      tape.watch(X);
      Tensor y = Maths.square(X);
      Tensor j = tape.jacobian(y, X);
      assertArrayEquals(new double[] {4, 0, 0, 6}, j.toDoubles());
      assertTrue(j.sameAs(tape.jacobian(y, X)));
    }
  }

  @Test
  void anEmptyResultHasAnEmptyJacobian() {
    Tensor none = Tensor.zeros(FLOAT64, Shape.of(0, 2));
    assertEquals(Shape.of(0, 2, 0, 2), Jacobian.of(Maths::square, none).shape());
  }

  @Test
  void theHessianOfACubic() {
    // y = (a² + b²)(a + b): y_aa = 6a + 2b, y_ab = 2a + 2b, y_bb = 2a + 6b
    Tensor h = Hessian.of(JacobianTest::cubic, X);
    assertEquals(Shape.of(2, 1, 2, 1), h.shape());
    assertArrayEquals(new double[] {18, 10, 10, 22}, h.toDoubles());
  }

  @Test
  void theHessianOfALinearFunctionIsZero() {
    assertArrayEquals(new double[4], Hessian.of(Reduce::sum, X).toDoubles());
    assertThrows(ValueException.class, () -> Hessian.of(x -> Tensor.of(1.0), X));
    assertThrows(ValueException.class, () -> Jacobian.of(x -> Tensor.of(1.0), X));
    assertThrows(ShapeException.class, () -> Hessian.of(Maths::square, X));
  }

  @Test
  void aJacobianIsDifferentiable() {
    // the third derivative of x⁴
    Tensor x = Tensor.of(3.0);
    Tensor d3 = Jacobian.of(a -> Hessian.of(b -> Maths.square(Maths.square(b)), a), x);
    assertEquals(72, d3.toDouble());
  }

  @Test
  void onGraphsTheyAreTheSame() {
    Graph g = new Graph();
    Symbol p = g.placeholder("x", FLOAT64, Shape.of(2, 1));
    Tensor j = Jacobian.of(x -> Maths.square(LinAlg.matmul(A, x)), p);
    Tensor h = Hessian.of(JacobianTest::cubic, p);
    Tensor zero = Hessian.of(Reduce::sum, p);
    try (Session s = new Session(g)) {
      Map<Symbol, Tensor> feeds = Map.of(p, X);
      assertTrue(Jacobian.of(x -> Maths.square(LinAlg.matmul(A, x)), X).sameAs(s.run(j, feeds)));
      assertTrue(Hessian.of(JacobianTest::cubic, X).sameAs(s.run(h, feeds)));
      assertArrayEquals(new double[4], s.run(zero, feeds).toDoubles());
    }
    Symbol unknown = g.placeholder("u", FLOAT64, Shape.of(-1));
    assertThrows(ShapeException.class, () -> Jacobian.of(Maths::square, unknown));
  }
}
