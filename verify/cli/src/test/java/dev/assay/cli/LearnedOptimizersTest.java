package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.TrainingRecord;
import dev.assay.golden.TrainingRecord.Run;
import dev.assay.golden.TrainingRecord.Step;
import dev.assay.learn.optimizer.EagerOptimizer;
import dev.assay.learn.optimizer.GlobalStep;
import dev.assay.learn.optimizer.GradientAndVariable;
import dev.assay.learn.optimizer.Optimizer;
import dev.assay.learn.optimizer.Optimizers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optimizers that are made with TensorFlow's hyperparameters begin with TensorFlow's slots, and
 * their twenty steps along TensorFlow's gradients, eager and in a session, have the bits of the
 * operations, which {@code RecordedOptimizersTest} ties to TensorFlow's own.
 */
class LearnedOptimizersTest {
  private static final TrainingRecord RECORD = TrainingRecord.tensorFlow();

  /** By the recorded run; those hyperparameters are left out that have TensorFlow's defaults. */
  private static final Map<String, Optimizer> OPTIMIZERS =
      Map.ofEntries(
          Map.entry("gradient-descent", Optimizers.gradientDescent(0.1)),
          Map.entry("momentum", Optimizers.momentum(0.03, 0.9)),
          Map.entry("nesterov", Optimizers.nesterov(0.03, 0.9)),
          Map.entry("adagrad", Optimizers.adagrad(0.3)),
          Map.entry("adagrad-da", Optimizers.adagradDa(0.3).with("l1", 0.02).with("l2", 0.01)),
          Map.entry("adadelta", Optimizers.adadelta(1, 0.9, 1e-3)),
          Map.entry("rms-prop", Optimizers.rmsProp(0.05)),
          Map.entry("rms-prop-momentum", Optimizers.rmsProp(0.02).with("momentum", 0.5)),
          Map.entry("rms-prop-centered", Optimizers.centeredRmsProp(0.02, 0.9, 0.5, 1e-10)),
          Map.entry("adam", Optimizers.adam(0.1)),
          Map.entry("nadam", Optimizers.nadam(0.1)),
          Map.entry("adamax", Optimizers.adaMax(0.1)),
          Map.entry("amsgrad", Optimizers.amsGrad(0.1)),
          Map.entry("adamw", Optimizers.adamW(0.1, 0.01)),
          Map.entry("ftrl", Optimizers.ftrl(0.3).with("l1", 0.02).with("l2", 0.01)),
          Map.entry("ftrl-shrinkage", Optimizers.ftrl(0.3, -0.5, 0.1, 0.02, 0.01, 0.03)),
          Map.entry("ftrl-power", Optimizers.ftrl(0.3, -0.7, 0.1, 0.02, 0.01, 0.03)),
          Map.entry(
              "proximal-gradient-descent", Optimizers.proximalGradientDescent(0.1, 0.05, 0.02)),
          Map.entry(
              "proximal-adagrad",
              Optimizers.proximalAdagrad(0.3).with("l1", 0.05).with("l2", 0.02)));

  static Stream<Run> runs() {
    return RECORD.runs().stream().filter(r -> OPTIMIZERS.containsKey(name(r)));
  }

  private static String name(Run run) {
    return run.id().substring(0, run.id().lastIndexOf('-'));
  }

  private static Optimizer optimizer(Run run) {
    return OPTIMIZERS.get(name(run));
  }

  /** Frozen slots are an attribute of the operation that no optimizer of TensorFlow 1 offers. */
  @Test
  void allRecordedRunsButThoseWithFrozenSlotsAreHere() {
    Set<String> recorded =
        RECORD.runs().stream()
            .map(LearnedOptimizersTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(recorded.remove("adagrad-frozen"));
    assertEquals(recorded, new TreeSet<>(OPTIMIZERS.keySet()));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void eagerStepsHaveTheBitsOfTheOperation(Run run) {
    EagerOptimizer eager = optimizer(run).eager(tensor(run, run.initial().get("var")));
    Map<String, Tensor> state = initial(run);
    assertSame(run, 0, state, now(run, eager));
    for (int i = 0; i < run.steps().size(); i++) {
      Tensor gradient = tensor(run, run.steps().get(i).gradient());
      eager.apply(List.of(new Gradient.Connected(gradient)));
      state = step(run, run.steps().get(i), state, gradient);
      assertSame(run, i + 1, state, now(run, eager));
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stepsInASessionHaveTheBitsOfTheOperation(Run run) {
    Graph graph = new Graph();
    Variable w = graph.variable("w", tensor(run, run.initial().get("var")));
    Symbol gradient = graph.placeholder(w.dtype(), w.shape());
    Optimizer optimizer = optimizer(run);
    Operation train =
        optimizer.applyGradients(
            List.of(GradientAndVariable.of(gradient, w)), GlobalStep.make(graph));
    Map<String, Tensor> state = initial(run);
    try (Session session = new Session(graph)) {
      session.run(graph.variablesInitializer());
      assertSame(run, 0, state, now(run, optimizer, session, w));
      for (int i = 0; i < run.steps().size(); i++) {
        Tensor g = tensor(run, run.steps().get(i).gradient());
        session.run(train, Map.of(gradient, g));
        state = step(run, run.steps().get(i), state, g);
        assertSame(run, i + 1, state, now(run, optimizer, session, w));
      }
    }
  }

  private static Map<String, Tensor> now(Run run, EagerOptimizer eager) {
    Map<String, Tensor> now = new LinkedHashMap<>();
    for (String name : run.initial().keySet()) {
      now.put(name, name.equals("var") ? eager.parameter(0) : eager.slot(0, name));
    }
    return now;
  }

  private static Map<String, Tensor> now(
      Run run, Optimizer optimizer, Session session, Variable w) {
    Set<String> slots = new HashSet<>(run.initial().keySet());
    slots.remove("var");
    assertEquals(slots, Set.copyOf(optimizer.slotNames()));
    Map<String, Tensor> now = new LinkedHashMap<>();
    for (String name : run.initial().keySet()) {
      now.put(name, session.valueOf(name.equals("var") ? w : optimizer.slot(w, name)));
    }
    return now;
  }

  private static Map<String, Tensor> initial(Run run) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    run.initial().forEach((name, values) -> state.put(name, tensor(run, values)));
    return state;
  }

  /** One call of the operation with the recorded scalars. */
  private static Map<String, Tensor> step(
      Run run, Step step, Map<String, Tensor> state, Tensor gradient) {
    Map<String, BigDecimal> scalars = new LinkedHashMap<>(run.scalars());
    scalars.putAll(step.scalars());
    Op op = OpRegistry.get(run.op());
    List<Tensor> inputs = new ArrayList<>();
    for (InputSpec input : op.inputs()) {
      String name = input.name();
      if (state.containsKey(name)) {
        inputs.add(state.get(name));
      } else if (name.equals("global_step")) {
        inputs.add(Tensor.of(scalars.get(name).longValueExact()));
      } else if (scalars.containsKey(name)) {
        Tensor one = tensor(run, List.of(scalars.get(name)));
        inputs.add(Tensor.of(one.dtype(), Shape.scalar(), one.toDouble()));
      } else {
        inputs.add(gradient);
      }
    }
    Attributes attrs = Attributes.none();
    for (Map.Entry<String, Boolean> a : run.attrs().entrySet()) {
      attrs = attrs.and(a.getKey(), a.getValue());
    }
    List<Tensor> results = Dispatch.call(op, attrs, inputs);
    Map<String, Tensor> after = new LinkedHashMap<>();
    for (String name : run.initial().keySet()) {
      after.put(name, results.get(after.size()));
    }
    return after;
  }

  private static Tensor tensor(Run run, List<BigDecimal> values) {
    DType dtype = DType.named(run.dtype());
    double[] d = new double[values.size()];
    for (int i = 0; i < d.length; i++) {
      BigDecimal v = values.get(i);
      d[i] = dtype == DType.FLOAT64 ? v.doubleValue() : v.floatValue();
    }
    return Tensor.of(dtype, Shape.of(d.length), d);
  }

  private static void assertSame(
      Run run, int step, Map<String, Tensor> want, Map<String, Tensor> got) {
    want.forEach(
        (name, tensor) ->
            assertTrue(
                tensor.sameAs(got.get(name)),
                () -> run.id() + ", step " + step + ", " + name + ": " + got.get(name)));
  }
}
