package dev.assay.learn.optimizer;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an optimizer changes one variable: a registered operation, and where each of its inputs comes
 * from. The inputs are told apart by their names.
 *
 * @param name what slots are called after: {@code Adam}
 * @param op its outputs are the new variable and the new slots, named as the inputs
 * @param slots in the order in which TensorFlow makes them, which numbers their names
 * @param powers scalars that all variables share, each multiplied by a hyperparameter in each step
 * @param hyperparameters by the names of the inputs
 */
record Rule(
    String name,
    Op op,
    Attributes attrs,
    List<Slot> slots,
    Map<String, String> powers,
    Map<String, Hyperparameter> hyperparameters) {
  static final String VARIABLE = "var";
  static final String GLOBAL_STEP = "global_step";

  /** A tensor of the variable's shape that lives as long as it; every element begins alike. */
  record Slot(String name, double initial) {}

  Rule(
      String name,
      Op op,
      Attributes attrs,
      List<Slot> slots,
      Map<String, String> powers,
      Map<String, Hyperparameter> hyperparameters) {
    this.name = name;
    this.op = op;
    this.attrs = attrs;
    this.slots = List.copyOf(slots);
    this.powers = new LinkedHashMap<>(powers);
    this.hyperparameters = new TreeMap<>(hyperparameters);
  }

  /** This rule with another value of a hyperparameter. */
  Rule with(String hyperparameter, Hyperparameter value) {
    if (!hyperparameters.containsKey(hyperparameter)) {
      throw new ValueException(
          name + ": no hyperparameter " + hyperparameter + " among " + hyperparameters.keySet());
    }
    Map<String, Hyperparameter> changed = new TreeMap<>(hyperparameters);
    changed.put(hyperparameter, value);
    return new Rule(name, op, attrs, slots, powers, changed);
  }

  /**
   * What scalars are kept and computed in that serve variables of these types: float64 if one of
   * them is, else float32, for 0.999 is 1 in bfloat16.
   */
  static DType stateType(Collection<DType> dtypes) {
    return dtypes.contains(DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
  }

  /** Checks that no hyperparameter waits for a session. */
  void requireValues() {
    hyperparameters.forEach(
        (key, value) -> {
          if (value instanceof Hyperparameter.Given g
              && g.value() instanceof SymbolicOperand symbol) {
            throw new ValueException(
                describe(key) + " is " + symbol + ", which has no value outside a session");
          }
        });
  }

  /** How the operation calls the learning rate. */
  String learningRate() {
    return hyperparameters.containsKey("lr") ? "lr" : "alpha";
  }

  /** What a hyperparameter is called in messages. */
  String describe(String hyperparameter) {
    return name + ": " + hyperparameter;
  }

  /**
   * What the operation takes beside the variable, its slots and its gradient.
   *
   * @param dtype the variable's
   * @param shared the powers
   * @param steps how many there were
   */
  Map<String, Tensor> scalars(DType dtype, Map<String, Tensor> shared, Optional<Tensor> steps) {
    Map<String, Tensor> scalars = new HashMap<>();
    hyperparameters.forEach(
        (key, value) -> scalars.put(key, value.resolve(describe(key), dtype, steps)));
    shared.forEach((key, value) -> scalars.put(key, ArrayOps.cast(value, dtype)));
    if (needsGlobalStep()) {
      Tensor before =
          steps.orElseThrow(
              () -> new ValueException(name + ": needs a global step; give minimize one"));
      scalars.put(GLOBAL_STEP, Maths.add(ArrayOps.cast(before, DType.INT64), 1));
    }
    return scalars;
  }

  private boolean needsGlobalStep() {
    return op.inputs().stream().anyMatch(i -> i.name().equals(GLOBAL_STEP));
  }

  /** What a power is multiplied by in each step, and begins with. */
  Tensor base(String power, DType dtype, Optional<Tensor> steps) {
    String key = powers.get(power);
    return hyperparameters.get(key).resolve(describe(key), dtype, steps);
  }

  /** The powers after the step: each times its base. */
  Map<String, Tensor> grown(Map<String, Tensor> shared, Optional<Tensor> steps) {
    Map<String, Tensor> grown = new LinkedHashMap<>();
    shared.forEach(
        (power, value) ->
            grown.put(power, Maths.multiply(value, base(power, value.dtype(), steps))));
    return grown;
  }

  /**
   * Calls the operation.
   *
   * @param given the variable, slots, hyperparameters, powers and step number by their names
   * @return the new variable and the new slots by their names
   */
  Map<String, Tensor> apply(Map<String, Tensor> given, Tensor gradient) {
    List<Tensor> inputs = new ArrayList<>();
    for (InputSpec input : op.inputs()) {
      Tensor t = given.get(input.name());
      inputs.add(t == null ? gradient : t); // called grad or delta
    }
    List<Tensor> results = Dispatch.call(op, attrs, inputs);
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(op.outputs().get(i), results.get(i));
    }
    return named;
  }
}
