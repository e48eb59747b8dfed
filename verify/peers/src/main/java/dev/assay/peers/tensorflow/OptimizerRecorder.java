package dev.assay.peers.tensorflow;

import dev.assay.golden.TrainingRecord;
import dev.assay.golden.TrainingRecord.Run;
import dev.assay.golden.TrainingRecord.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;
import org.tensorflow.types.TInt64;

/**
 * Runs TensorFlow's training kernels on {@link OptimizerProblem}, with the gradients that
 * TensorFlow computes in the same graph, and records every step.
 */
final class OptimizerRecorder implements AutoCloseable {
  private static final int STEPS = 20;
  private static final String GLOBAL_STEP = "global_step";

  private final OptimizerKernel kernel;
  private final Decimals dtype;
  private final Graph graph = new Graph();
  private final RawOps tf = new RawOps(graph);
  private final Session session = new Session(graph);

  /** Variable, slots and powers. */
  private final Map<String, Output<?>> handles = new LinkedHashMap<>();

  private final Map<String, List<BigDecimal>> initial = new LinkedHashMap<>();

  /** The values before a step of the variable, the slots and the powers. */
  private final Map<String, Output<?>> reads = new LinkedHashMap<>();

  private Optional<Output<?>> globalStep = Optional.empty();

  private OptimizerRecorder(OptimizerKernel kernel, Decimals dtype) {
    this.kernel = kernel;
    this.dtype = dtype;
  }

  /** All kernels in both dtypes. */
  static TrainingRecord record() {
    List<Run> runs = new ArrayList<>();
    for (OptimizerKernel kernel : OptimizerKernel.ALL) {
      for (Decimals dtype : Decimals.values()) {
        try (OptimizerRecorder recorder = new OptimizerRecorder(kernel, dtype)) {
          runs.add(recorder.run());
        }
      }
    }
    return new TrainingRecord(
        "TensorFlow " + TensorFlow.version() + ", CPU", OptimizerProblem.PROBLEM, runs);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private Run run() {
    List<BigDecimal> start = OptimizerProblem.PROBLEM.start();
    variable("var", dtype.vector(start));
    initial.put("var", start);
    kernel
        .slots()
        .forEach(
            (slot, fill) -> {
              List<BigDecimal> values = Collections.nCopies(start.size(), fill);
              variable(slot, dtype.vector(values));
              initial.put(slot, values);
            });
    Output<?> w = reads.get("var");
    Output<?> gradient = graph.addGradients(OptimizerProblem.loss(tf, dtype, w), outputs(w))[0];
    Map<String, Output<?>> powers = new LinkedHashMap<>();
    List<Operation> multiply = new ArrayList<>();
    for (String name : kernel.arguments()) {
      if (OptimizerKernel.POWERS.containsKey(name)) {
        BigDecimal beta = kernel.scalars().get(OptimizerKernel.POWERS.get(name));
        variable(name, dtype.scalar(beta));
        powers.put(name, reads.get(name));
        Output<?> next = tf.one("Mul", reads.get(name), tf.constant(dtype.scalar(beta)));
        multiply.add(tf.assign(handles.get(name), next));
      }
    }
    Operation apply = apply(gradient);
    Map<String, Output<?>> state = new LinkedHashMap<>(reads);
    state.keySet().retainAll(initial.keySet());

    List<Step> steps = new ArrayList<>();
    for (int i = 1; i <= STEPS; i++) {
      Map<String, Output<?>> before = new LinkedHashMap<>(powers);
      before.put("gradient", gradient);
      Map<String, List<BigDecimal>> seen = run(List.of(apply), before, i);
      run(multiply, Map.of(), i);
      Map<String, BigDecimal> scalars = new LinkedHashMap<>();
      powers.keySet().forEach(name -> scalars.put(name, seen.get(name).get(0)));
      if (globalStep.isPresent()) {
        scalars.put(GLOBAL_STEP, BigDecimal.valueOf(i));
      }
      steps.add(new Step(scalars, seen.get("gradient"), run(List.of(), state, i)));
    }
    return new Run(
        kernel.id() + "-" + dtype.label(),
        kernel.op(),
        kernel.kernel(),
        dtype.label(),
        kernel.attrs(),
        kernel.scalars(),
        initial,
        steps);
  }

  /** A variable that has its first value. */
  private void variable(String name, Tensor value) {
    Output<?> handle = tf.variable(value);
    handles.put(name, handle);
    reads.put(name, tf.read(handle, value.dataType()));
    session.runner().addTarget(tf.assign(handle, tf.constant(value))).run().close();
  }

  /** The kernel, after the decay where there is one. */
  private Operation apply(Output<?> gradient) {
    Optional<Operation> decay =
        Optional.ofNullable(kernel.scalars().get(OptimizerKernel.WEIGHT_DECAY))
            .map(rate -> decay(rate, gradient));
    List<Output<?>> inputs = new ArrayList<>();
    for (String name : kernel.arguments()) {
      if (OptimizerKernel.GRADIENT.contains(name)) {
        inputs.add(gradient);
      } else if (initial.containsKey(name)) {
        inputs.add(handles.get(name));
      } else if (reads.containsKey(name)) {
        inputs.add(reads.get(name));
      } else if (name.equals(GLOBAL_STEP)) {
        globalStep = Optional.of(tf.placeholder(TInt64.scalarOf(0)));
        inputs.add(globalStep.get());
      } else {
        inputs.add(tf.constant(dtype.scalar(kernel.scalars().get(name))));
      }
    }
    OperationBuilder builder = tf.op(kernel.applies(), inputs.toArray(new Output<?>[0]));
    kernel.attrs().forEach(builder::setAttr);
    decay.ifPresent(builder::addControlInput);
    return builder.build();
  }

  /** {@code var −= rate·var}, once the gradient at the old variable is known. */
  private Operation decay(BigDecimal rate, Output<?> gradient) {
    Output<?> var = handles.get("var");
    Output<?> old = tf.read(var, gradient.dataType(), gradient.op());
    Output<?> less = tf.one("Mul", tf.constant(dtype.scalar(rate)), old);
    return tf.op("AssignSubVariableOp", var, less).setAttr("dtype", less.dataType()).build();
  }

  /** Runs the targets and gives what is fetched. */
  private Map<String, List<BigDecimal>> run(
      List<Operation> targets, Map<String, Output<?>> fetches, int step) {
    Map<String, List<BigDecimal>> out = new LinkedHashMap<>();
    if (targets.isEmpty() && fetches.isEmpty()) {
      return out;
    }
    Session.Runner runner = session.runner();
    globalStep.ifPresent(g -> runner.feed(g, TInt64.scalarOf(step)));
    targets.forEach(runner::addTarget);
    fetches.values().forEach(runner::fetch);
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : fetches.keySet()) {
        out.put(name, dtype.decimals(result.get(i++)));
      }
    }
    return out;
  }

  private static Output<?>[] outputs(Output<?>... outputs) {
    return outputs;
  }
}
