package dev.assay.tck.golden;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.TrainingRecord.Problem;
import dev.assay.golden.TrainingRecord.Run;
import dev.assay.golden.TrainingRecord.Step;
import dev.assay.spec.Arithmetic;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.spec.SpecTensor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** A recorded run on our operations: one step, and the numbers of the problem, in its dtype. */
final class RecordedRun {
  private final Run run;
  private final Problem problem;
  private final DType dtype;
  private final Op op;

  RecordedRun(Problem problem, Run run) {
    this.problem = problem;
    this.run = run;
    this.dtype = DType.named(run.dtype());
    this.op = OpRegistry.get(run.op());
  }

  /** The unit roundoff of the dtype. */
  double unit() {
    return dtype == DType.FLOAT64 ? 0x1p-53 : 0x1p-24;
  }

  double ulp(double value) {
    return dtype == DType.FLOAT64 ? Math.ulp(value) : Math.ulp((float) value);
  }

  /** The smallest positive number of the dtype. */
  double least() {
    return dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
  }

  Spec spec() {
    return SpecRegistry.find(op.name()).orElseThrow();
  }

  Tensor tensor(List<BigDecimal> values) {
    double[] d = new double[values.size()];
    for (int i = 0; i < d.length; i++) {
      BigDecimal v = values.get(i);
      d[i] = dtype == DType.FLOAT64 ? v.doubleValue() : v.floatValue();
    }
    return Tensor.of(dtype, Shape.of(d.length), d);
  }

  Tensor scalar(BigDecimal value) {
    return ArrayOps.reshape(tensor(List.of(value)));
  }

  Map<String, Tensor> tensors(Map<String, List<BigDecimal>> state) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    state.forEach((name, values) -> out.put(name, tensor(values)));
    return out;
  }

  /** The scalars that a step takes, as recorded but for the learning rate, which is multiplied. */
  Map<String, Tensor> scalars(Step step, double rate) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    run.scalars().forEach((name, value) -> out.put(name, scalar(value)));
    out.computeIfPresent("lr", (name, lr) -> Tensor.of(dtype, lr.shape(), lr.toDouble() * rate));
    out.computeIfPresent("alpha", (name, lr) -> Tensor.of(dtype, lr.shape(), lr.toDouble() * rate));
    step.scalars()
        .forEach(
            (name, value) ->
                out.put(
                    name,
                    name.equals("global_step")
                        ? Tensor.of(value.longValueExact())
                        : scalar(value)));
    return out;
  }

  /** The operation's call for one step. */
  Call call(Map<String, Tensor> state, Map<String, Tensor> scalars, Tensor gradient) {
    Attributes attrs = Attributes.none();
    for (Map.Entry<String, Boolean> a : run.attrs().entrySet()) {
      attrs = attrs.and(a.getKey(), a.getValue());
    }
    return Call.of(op, inputs(state, scalars, gradient), attrs);
  }

  /** Arguments of any kind in the operation's order; what is neither state nor scalar is given. */
  <T> List<T> inputs(Map<String, T> state, Map<String, T> scalars, T gradient) {
    List<T> inputs = new ArrayList<>();
    for (InputSpec input : op.inputs()) {
      String name = input.name();
      inputs.add(state.getOrDefault(name, scalars.getOrDefault(name, gradient)));
    }
    return inputs;
  }

  /** The state after a call on the reference. */
  Map<String, Tensor> step(Call call) {
    return named(ReferenceBackend.instance().run(call));
  }

  /** Results by the names of the state. */
  <T> Map<String, T> named(List<T> results) {
    Map<String, T> out = new LinkedHashMap<>();
    for (String name : run.initial().keySet()) {
      out.put(name, results.get(out.size()));
    }
    return out;
  }

  /** The gradient of the problem at w, each operation rounded to the dtype. */
  Tensor gradient(Tensor w) {
    int n = problem.start().size();
    int rows = problem.target().size();
    Tensor x =
        ArrayOps.reshape(tensor(problem.design().stream().flatMap(List::stream).toList()), rows, n);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(w);
      Tensor fitted = ArrayOps.reshape(LinAlg.matmul(x, ArrayOps.reshape(w, n, 1)), rows);
      Tensor squares = Reduce.sum(Maths.square(Maths.subtract(fitted, tensor(problem.target()))));
      Tensor bends = Reduce.sum(Maths.abs(Maths.subtract(w, tensor(problem.kinks()))));
      Tensor cubes = Reduce.sum(Maths.multiply(w, Maths.square(w)));
      Tensor loss =
          Maths.add(
              Maths.multiply(scalar(new BigDecimal("0.5")), squares),
              Maths.add(
                  Maths.multiply(scalar(problem.kinkWeight()), bends),
                  Maths.multiply(scalar(problem.cubicWeight()), cubes)));
      return tape.gradient(loss, w);
    }
  }

  /** {@code Xᵀ(Xw − y) + a·sign(w − k) + 3b·w²}, naively. */
  <T extends RealFieldElement<T>> SpecTensor<T> gradient(Arithmetic<T> k, SpecTensor<T> w) {
    List<T> residuals = new ArrayList<>();
    for (int i = 0; i < problem.target().size(); i++) {
      T fitted = k.of(0);
      for (int j = 0; j < w.size(); j++) {
        fitted = fitted.add(w.get(j).multiply(problem.design().get(i).get(j).doubleValue()));
      }
      residuals.add(fitted.subtract(problem.target().get(i).doubleValue()));
    }
    return SpecTensor.of(
        w.shape(),
        j -> {
          T sum = k.of(0);
          for (int i = 0; i < residuals.size(); i++) {
            sum = sum.add(residuals.get(i).multiply(problem.design().get(i).get(j).doubleValue()));
          }
          boolean below = k.less(w.get(j), k.of(problem.kinks().get(j).doubleValue()));
          double slope = (below ? -1 : 1) * problem.kinkWeight().doubleValue();
          T cubic = w.get(j).multiply(w.get(j)).multiply(3);
          return sum.add(slope).add(cubic.multiply(problem.cubicWeight().doubleValue()));
        });
  }

  /** The distance of each variable from its kink. */
  double[] fromKinks(Tensor w) {
    double[] d = w.toDoubles();
    for (int j = 0; j < d.length; j++) {
      d[j] = Math.abs(d[j] - problem.kinks().get(j).doubleValue());
    }
    return d;
  }

  /**
   * The specification of the gradient and the step, as one function of the state.
   *
   * @param stored what storing the gradient does to its numbers
   * @param state the state before the step as numbers of some kind
   */
  <T extends RealFieldElement<T>> List<T> whole(
      Arithmetic<T> k,
      UnaryOperator<T> stored,
      Map<String, SpecTensor<T>> state,
      Map<String, Tensor> scalars,
      Call call) {
    Map<String, SpecTensor<T>> lifted = new LinkedHashMap<>();
    scalars.forEach((name, value) -> lifted.put(name, lift(k, value)));
    SpecTensor<T> gradient = gradient(k, state.get("var")).map(stored);
    return Evaluation.of(spec(), call, k, inputs(state, lifted, gradient)).outputs().stream()
        .flatMap(t -> t.values().stream())
        .toList();
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> lift(Arithmetic<T> k, Tensor t) {
    double[] v = t.toDoubles();
    return SpecTensor.of(t.shape(), i -> k.of(v[i]));
  }

  @Override
  public String toString() {
    return run.id();
  }

  Run run() {
    return run;
  }
}
