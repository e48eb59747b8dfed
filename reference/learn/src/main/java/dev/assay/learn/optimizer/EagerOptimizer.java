package dev.assay.learn.optimizer;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Parameters and their slots as tensors, for programs with a tape. The same operations as {@link
 * Optimizer} runs on a graph, on tensors of the same types: the same bits.
 *
 * <pre>{@code
 * EagerOptimizer descent = Optimizers.gradientDescent(0.1).eager(Tensor.of(5.0));
 * Tensor loss = descent.minimize(w -> Maths.square(w.get(0)));
 * descent.parameter(0); // 4.0
 * }</pre>
 *
 * <p>A step that fails changes nothing. Not safe to use from several threads.
 */
public final class EagerOptimizer {
  private final Rule rule;
  private final Optional<Clipping> clipping;
  private final List<Map<String, Tensor>> cells = new ArrayList<>();
  private Map<String, Tensor> powers = new LinkedHashMap<>();
  private long steps;

  EagerOptimizer(Rule rule, Optional<Clipping> clipping, List<Tensor> initial) {
    this.rule = rule;
    this.clipping = clipping;
    rule.requireValues();
    for (Tensor t : initial) {
      cells.add(beginning(t));
    }
    if (cells.isEmpty()) {
      throw new ValueException(rule.name() + ": there is no parameter to train");
    }
    DType dtype = Rule.stateType(initial.stream().map(Tensor::dtype).toList());
    rule.powers().keySet().forEach(p -> powers.put(p, rule.base(p, dtype, stepsBefore())));
  }

  private Map<String, Tensor> beginning(Tensor parameter) {
    String what = rule.name() + ": parameter " + cells.size();
    ValueException.requireGiven(parameter, what);
    if (parameter instanceof SymbolicOperand) {
      throw new ValueException(what + " has a value, got " + parameter);
    }
    if (!parameter.dtype().isFloating()) {
      throw new DTypeException(what + " is floating, got " + parameter.dtype());
    }
    Map<String, Tensor> made = new LinkedHashMap<>();
    made.put(Rule.VARIABLE, parameter);
    for (Rule.Slot slot : rule.slots()) {
      Tensor element = Tensor.of(parameter.dtype(), Shape.scalar(), slot.initial());
      made.put(slot.name(), Creation.fill(parameter.shape(), element));
    }
    return made;
  }

  private Optional<Tensor> stepsBefore() {
    return Optional.of(Tensor.of(steps));
  }

  /** The parameters as they are now. */
  public List<Tensor> parameters() {
    return cells.stream().map(c -> c.get(Rule.VARIABLE)).toList();
  }

  /** One parameter as it is now. */
  public Tensor parameter(int i) {
    return cell(i).get(Rule.VARIABLE);
  }

  /** A slot of a parameter as it is now, by the operation's name for it: {@code m}. */
  public Tensor slot(int i, String name) {
    Tensor t = cell(i).get(ValueException.requireGiven(name, rule.name() + ": name of a slot"));
    if (t == null || name.equals(Rule.VARIABLE)) {
      throw new ValueException(
          rule.name()
              + ": no slot "
              + name
              + " among "
              + rule.slots().stream().map(Rule.Slot::name).toList());
    }
    return t;
  }

  private Map<String, Tensor> cell(int i) {
    if (i < 0 || i >= cells.size()) {
      throw new ValueException(rule.name() + ": no parameter " + i + " among " + cells.size());
    }
    return cells.get(i);
  }

  /** How many steps were taken. */
  public long steps() {
    return steps;
  }

  /**
   * A step down the loss.
   *
   * @param loss computes it from the parameters
   * @return the loss before the step
   */
  public Tensor minimize(Function<List<Tensor>, Tensor> loss) {
    ValueException.requireGiven(loss, rule.name() + ": loss");
    List<Tensor> now = parameters();
    Tensor value;
    List<Gradient> gradients;
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(now.toArray(Tensor[]::new));
      value = ValueException.requireGiven(loss.apply(now), rule.name() + ": the loss");
      gradients = tape.gradients(value, now);
    }
    apply(gradients);
    return value;
  }

  /** A step along gradients, one per parameter; one that is unconnected leaves its parameter. */
  public void apply(List<Gradient> gradients) {
    ValueException.requireGiven(gradients, rule.name() + ": gradients");
    if (gradients.size() != cells.size()) {
      throw new ShapeException(
          rule.name() + ": " + cells.size() + " gradients, got " + gradients.size());
    }
    List<Integer> connected = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      Gradient g = ValueException.requireGiven(gradients.get(i), rule.name() + ": a gradient");
      if (g.isConnected()) {
        connected.add(i);
        values.add(g.tensor());
      }
    }
    if (connected.isEmpty()) {
      throw new ValueException(rule.name() + ": no gradient by any parameter");
    }
    values = Clipping.clip(clipping, values);
    Map<DType, Map<String, Tensor>> scalars = new HashMap<>();
    List<Map<String, Tensor>> changed = new ArrayList<>();
    for (int k = 0; k < values.size(); k++) {
      Map<String, Tensor> cell = cells.get(connected.get(k));
      Map<String, Tensor> given = new HashMap<>(cell);
      given.putAll(
          scalars.computeIfAbsent(
              cell.get(Rule.VARIABLE).dtype(),
              dtype -> rule.scalars(dtype, powers, stepsBefore())));
      changed.add(rule.apply(given, values.get(k)));
    }
    Map<String, Tensor> grown = rule.grown(powers, stepsBefore());
    for (int k = 0; k < changed.size(); k++) {
      cells.get(connected.get(k)).putAll(changed.get(k));
    }
    powers = grown;
    steps++;
  }

  @Override
  public String toString() {
    return rule
        + " of "
        + parameters().stream().map(TensorType::of).toList()
        + " after "
        + steps
        + " steps";
  }
}
