package dev.assay.engine.ops.train;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Kernel;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What steps of optimizers have in common. The state, which is a variable and its slots, and the
 * gradient have one shape, every other input is a scalar; the results are the new state. Elements
 * do not know of each other.
 */
final class Update {
  private static final Set<String> GRADIENTS = Set.of("grad", "delta");
  private static final String STEP = "global_step";

  private static final Map<String, String> DOCS =
      Map.ofEntries(
          Map.entry("var", "the variable, any shape"),
          Map.entry("accum", "slot: what is accumulated of the gradients"),
          Map.entry("accum_update", "slot: the average of squared steps"),
          Map.entry("gradient_accumulator", "slot: the sum of the gradients"),
          Map.entry("gradient_squared_accumulator", "slot: the sum of their squares"),
          Map.entry("linear", "slot: the linear coefficients of the regularised leader"),
          Map.entry("m", "slot: the average of the gradients"),
          Map.entry("v", "slot: the average of their squares, or their decayed maximum"),
          Map.entry("vhat", "slot: the greatest v so far"),
          Map.entry("mg", "slot: the average of the gradients"),
          Map.entry("ms", "slot: the average of their squares"),
          Map.entry("mom", "slot: the last step"),
          Map.entry("grad", "the gradient, the shape of var"),
          Map.entry("delta", "the gradient, the shape of var"),
          Map.entry("alpha", "the learning rate"),
          Map.entry("lr", "the learning rate"),
          Map.entry("momentum", "how much of the last step goes on"),
          Map.entry("rho", "the weight of the past in the averages"),
          Map.entry("epsilon", "keeps the divisor from 0"),
          Map.entry("beta1", "the weight of the past in m"),
          Map.entry("beta2", "the weight of the past in v"),
          Map.entry("beta1_power", "beta1 to the power of the step's number, 1 the first"),
          Map.entry("beta2_power", "beta2 to the power of the step's number, 1 the first"),
          Map.entry("weight_decay", "the share of var that is taken off"),
          Map.entry("l1", "the weight of the penalty |var|"),
          Map.entry("l2", "the weight of the penalty var²"),
          Map.entry("l2_shrinkage", "the weight of var² in the gradient alone"),
          Map.entry("lr_power", "the rate falls with accum to this power"),
          Map.entry(STEP, "the number of the step, 1 the first"));

  private Update() {}

  /** One element's state, changed in place: the variable first, then the slots in order. */
  @FunctionalInterface
  interface Step {
    /** Makes {@code s} the state after the gradient {@code g}. */
    void apply(double[] s, double g);
  }

  /** What a step is for the scalars of a call. */
  @FunctionalInterface
  interface Rule {
    /** The step of every element. */
    Step with(Scalars h);
  }

  /** The scalars and attributes of a call. */
  record Scalars(Call call) {
    /** The scalar input of that name. */
    double of(String input) {
      return call.in(index(call.op(), input)).host().doubles()[0];
    }

    /** The attribute of that name. */
    boolean flag(String attribute) {
      return call.attrs().flag(attribute);
    }
  }

  /**
   * Begins an operation: inputs, results, the constraints on types and shapes, no derivative.
   *
   * @param state the variable and its slots, which are the results as well
   * @param others scalars and the gradient, {@code grad} or {@code delta}, in TensorFlow's order
   */
  static Op.Builder define(String name, String formula, List<String> state, List<String> others) {
    Op.Builder b = Op.define(name).formula(formula).outputs(state.toArray(new String[0]));
    List<String> inputs = new ArrayList<>(state);
    inputs.addAll(others);
    for (String input : inputs) {
      b = b.input(input, input.equals(STEP) ? Set.of(DType.INT64) : FLOATS, DOCS.get(input));
    }
    int[] floats =
        IntStream.range(0, inputs.size()).filter(i -> !inputs.get(i).equals(STEP)).toArray();
    int[] alike =
        IntStream.range(0, inputs.size())
            .filter(i -> i < state.size() || GRADIENTS.contains(inputs.get(i)))
            .toArray();
    int[] scalars =
        IntStream.range(0, inputs.size()).filter(i -> Arrays.binarySearch(alike, i) < 0).toArray();
    return b.require(
            Kind.DTYPE,
            list(inputs, floats) + " have one dtype",
            o -> Arrays.stream(floats).allMatch(i -> o.dtype(i) == o.dtype(0)))
        .require(Kind.SHAPE, list(inputs, alike) + " have one shape", o -> haveOneShape(o, alike))
        .require(
            Kind.SHAPE,
            list(inputs, scalars) + (scalars.length == 1 ? " is a scalar" : " are scalars"),
            o -> Arrays.stream(scalars).allMatch(i -> o.shape(i).rank() == 0))
        .shape(o -> Collections.nCopies(state.size(), new TensorType(o.dtype(0), shape(o, alike))))
        .noGradients("the result is a state, not a function that is differentiated");
  }

  /** A test of a scalar input, for constraints on values. */
  static Predicate<Operands> is(String input, DoublePredicate test) {
    return o -> test.test(o.in(index(o.op(), input)).toDouble());
  }

  /** What an error says of a scalar input. */
  static Function<Operands, String> given(String input) {
    return o -> String.valueOf(o.in(index(o.op(), input)).toDouble());
  }

  private static int index(Op op, String input) {
    return IntStream.range(0, op.inputs().size())
        .filter(i -> op.inputs().get(i).name().equals(input))
        .findFirst()
        .orElseThrow();
  }

  /** The names at {@code positions} as a list of English. */
  private static String list(List<String> names, int... positions) {
    List<String> some = Arrays.stream(positions).mapToObj(names::get).toList();
    int last = some.size() - 1;
    return last == 0
        ? some.get(0)
        : String.join(", ", some.subList(0, last)) + " and " + some.get(last);
  }

  private static boolean haveOneShape(Operands o, int... inputs) {
    return Arrays.stream(inputs)
        .allMatch(i -> Arrays.stream(inputs).allMatch(j -> o.shape(i).compatible(o.shape(j))));
  }

  /** The shape of all: a dimension is known if it is so of one. */
  private static Shape shape(Operands o, int... inputs) {
    int[] dims = o.shape(0).dims();
    for (int i : inputs) {
      for (int d = 0; d < dims.length; d++) {
        dims[d] = dims[d] == Shape.UNKNOWN ? o.shape(i).dim(d) : dims[d];
      }
    }
    return Shape.of(dims);
  }

  /** A step of one element: the new variable, and the arguments that lead to it, in order. */
  static HardPoint point(double var, double... inputs) {
    return new HardPoint(numbers(inputs), Attributes.none(), Tensor.of(var), List.of());
  }

  /** As {@link #point}, at the step of that number: the last argument. */
  static HardPoint pointAt(long step, double var, double... inputs) {
    List<Tensor> all = new ArrayList<>(numbers(inputs));
    all.add(Tensor.of(step));
    return new HardPoint(all, Attributes.none(), Tensor.of(var), List.of());
  }

  private static List<Tensor> numbers(double... x) {
    return Arrays.stream(x).mapToObj(Tensor::of).toList();
  }

  /** The loop over the elements. */
  static Kernel loop(Rule rule) {
    return c -> run(c, rule.with(new Scalars(c)));
  }

  private static List<Tensor> run(Call c, Step step) {
    int states = c.outputs().size();
    double[][] state = new double[states][];
    for (int k = 0; k < states; k++) {
      state[k] = c.in(k).host().doubles().clone();
    }
    int gradient =
        IntStream.range(states, c.count())
            .filter(i -> GRADIENTS.contains(c.op().input(i).name()))
            .findFirst()
            .orElseThrow();
    double[] g = c.in(gradient).host().doubles();
    double[] s = new double[states];
    for (int i = 0; i < g.length; i++) {
      for (int k = 0; k < states; k++) {
        s[k] = state[k][i];
      }
      step.apply(s, g[i]);
      for (int k = 0; k < states; k++) {
        state[k][i] = s[k];
      }
    }
    return c.results(state);
  }
}
