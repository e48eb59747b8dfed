package dev.assay.learn.penalty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltiesTest {
  private final Graph g = new Graph();

  @Test
  void sumsOverAllVariables() {
    Variable v = g.variable("v", Tensor.of(new double[] {1, -2}));
    Variable w = g.variable("w", Tensor.of(-4.0));
    List<Variable> both = List.of(v, w);
    Tensor l1 = Penalties.l1(0.5, both);
    Tensor l2 = Penalties.l2(0.5, both);
    Tensor mixed = Penalties.l1L2(0.25, 0.5, both);
    Tensor loss = Penalties.add(w.read(), l1, l2);
    Tensor gradient = Gradients.gradient(loss, v.sharedRead());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(3.5, s.run(l1).toDouble());
      assertEquals(5.25, s.run(l2).toDouble());
      assertEquals(1.75 + 5.25, s.run(mixed).toDouble());
      assertEquals(-4 + 3.5 + 5.25, s.run(loss).toDouble());
      assertArrayEquals(new double[] {1, -1.5}, s.run(gradient).toDoubles());
    }
  }

  @Test
  void wrongArguments() {
    assertThrows(ValueException.class, () -> Penalties.l2(1, List.of()));
    Variable n = g.variable("n", Tensor.of(1));
    assertThrows(DTypeException.class, () -> Penalties.l2(1, List.of(n)));
    assertThrows(ValueException.class, () -> Penalties.add(null));
  }
}
