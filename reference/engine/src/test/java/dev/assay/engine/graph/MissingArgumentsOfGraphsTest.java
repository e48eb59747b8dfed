package dev.assay.engine.graph;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.grad.Hessian;
import dev.assay.engine.grad.Jacobian;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** A null where graphs, gradients and devices need a value is a typed error that says which. */
class MissingArgumentsOfGraphsTest {
  private static final Tensor NOTHING = null;

  private final Graph graph = new Graph();
  private final Symbol p = graph.placeholder("p", DType.FLOAT32, Shape.of(2));

  @TestFactory
  Stream<DynamicTest> aNullIsATypedError() {
    Map<String, Executable> calls =
        Map.ofEntries(
            Map.entry("placeholder dtype", () -> graph.placeholder("x", null, Shape.scalar())),
            Map.entry("placeholder shape", () -> graph.placeholder("x", DType.FLOAT32, null)),
            Map.entry(
                "placeholder name", () -> graph.placeholder(null, DType.FLOAT32, Shape.scalar())),
            Map.entry("constant", () -> graph.constant(NOTHING)),
            Map.entry("variable", () -> graph.variable("v", NOTHING)),
            Map.entry("variable name", () -> graph.variable(null, Tensor.of(1f))),
            Map.entry("symbol", () -> graph.symbol(null)),
            Map.entry("init scope", () -> graph.initScope(null)),
            Map.entry("group", () -> graph.group("g", (Operation) null)),
            Map.entry("group of symbols", () -> graph.group("g", NOTHING)),
            Map.entry("controls", () -> graph.controlDependencies(NOTHING)),
            Map.entry(
                "effect name", () -> graph.effect(null, "t", List.of(), List.of(), (r, i) -> i)),
            Map.entry(
                "effect type", () -> graph.effect("n", null, List.of(), List.of(), (r, i) -> i)),
            Map.entry("effect inputs", () -> graph.effect("n", "t", null, List.of(), (r, i) -> i)),
            Map.entry(
                "effect input",
                () -> graph.effect("n", "t", Arrays.asList(NOTHING), List.of(), (r, i) -> i)),
            Map.entry("effect types", () -> graph.effect("n", "t", List.of(), null, (r, i) -> i)),
            Map.entry(
                "effect result",
                () ->
                    graph.effect(
                        "n", "t", List.of(), Arrays.asList((TensorType) null), (r, i) -> i)),
            Map.entry("effect", () -> graph.effect("n", "t", List.of(), List.of(), null)),
            Map.entry("resource graph", () -> new Resource<>(null, "n", () -> null)),
            Map.entry("resource name", () -> new Resource<>(graph, null, () -> null)),
            Map.entry("resource", () -> new Resource<>(graph, "n", null)),
            Map.entry("kind", () -> graph.collections().get(null)),
            Map.entry("session", () -> new Session(null)),
            Map.entry("as here", () -> Devices.asHere(null)),
            Map.entry("eval", () -> p.eval(null)),
            Map.entry("gradient y", () -> Gradients.gradient(NOTHING, p)),
            Map.entry("gradient x", () -> Gradients.gradient(p, NOTHING)),
            Map.entry("gradients", () -> Gradients.gradients(null, List.of(p))),
            Map.entry(
                "gradients member",
                () -> Gradients.gradients(List.of(p), Arrays.asList(p, NOTHING))),
            Map.entry("by variables", () -> Gradients.byVariables(p, null)),
            Map.entry("jacobian f", () -> Jacobian.of(null, p)),
            Map.entry("jacobian x", () -> Jacobian.of(x -> x, NOTHING)),
            Map.entry("hessian x", () -> Hessian.of(x -> x, NOTHING)),
            Map.entry("device", () -> Devices.at(null, () -> 1)),
            Map.entry("backend", () -> Devices.with(null, () -> 1)),
            Map.entry("family", () -> OpRegistry.family(null)),
            Map.entry("attribute", () -> Attributes.of(null, 1)),
            Map.entry("tape", () -> tape(t -> t.gradient(NOTHING, Tensor.of(1f)))),
            Map.entry("tape x", () -> tape(t -> t.gradient(Tensor.of(1f), NOTHING))),
            Map.entry("tape lists", () -> tape(t -> t.gradients(null, null, null))));
    return calls.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      ValueException error = assertThrows(ValueException.class, e.getValue());
                      assertTrue(error.getMessage().endsWith(" is null"), error.getMessage());
                    }));
  }

  private static void tape(Consumer<GradientTape> use) {
    try (GradientTape tape = GradientTape.open()) {
      use.accept(tape);
    }
  }
}
