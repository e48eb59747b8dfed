package dev.assay.engine.ops.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every rule on symbols of unknown dimensions gives, once run, what it gives on tensors. */
class SymbolicDerivativesTest {
  private static final Tensor COLUMN = Tensor.of(DType.FLOAT64, Shape.of(3, 1), 0, 0.5, 1.25);
  private static final Tensor ROW = Tensor.of(DType.FLOAT64, Shape.of(3), 0, 0.5, 2);

  @TestFactory
  List<DynamicTest> rules() {
    return new ElementwiseFamily()
        .ops().stream()
            .filter(Op::isDifferentiable)
            .map(op -> DynamicTest.dynamicTest(op.name(), () -> compare(op)))
            .toList();
  }

  private static void compare(Op op) {
    Attributes attrs =
        switch (op.name()) {
          case "clip_by_value" -> Attributes.of("clip_value_min", 0.25).and("clip_value_max", 1.25);
          case "polygamma" -> Attributes.of("n", 2);
          default -> Attributes.none();
        };
    List<Tensor> inputs =
        switch (op.name()) {
          case "cross", "add_n" -> List.of(ROW, ROW);
          default -> List.of(COLUMN, ROW).subList(0, op.inputs().size());
        };
    Graph g = new Graph();
    Map<Symbol, Tensor> feeds = new HashMap<>();
    List<Tensor> symbols = new ArrayList<>();
    for (Tensor x : inputs) {
      int[] unknown = x.shape().dims();
      Arrays.fill(unknown, Shape.UNKNOWN);
      Symbol s = g.placeholder(DType.FLOAT64, Shape.of(unknown));
      feeds.put(s, x);
      symbols.add(s);
    }
    List<Optional<Tensor>> eager = gradients(op, attrs, inputs);
    List<Optional<Tensor>> symbolic = gradients(op, attrs, symbols);
    try (Session session = new Session(g)) {
      for (int i = 0; i < inputs.size(); i++) {
        assertEquals(eager.get(i).isPresent(), symbolic.get(i).isPresent());
        Tensor run = session.run(symbolic.get(i).get(), feeds);
        assertTrue(run.sameAs(eager.get(i).get()), run + " for " + eager.get(i).get());
      }
    }
  }

  private static List<Optional<Tensor>> gradients(Op op, Attributes attrs, List<Tensor> inputs) {
    List<Tensor> y = Dispatch.call(op, attrs, inputs);
    return Vjps.byRule(
        Call.of(op, inputs, attrs), y, List.of(Maths.add(Masks.onesLike(y.get(0)), 0.5)));
  }
}
