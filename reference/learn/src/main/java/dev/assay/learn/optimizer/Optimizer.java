package dev.assay.learn.optimizer;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to a graph the node that takes one step down a loss. {@link Optimizers} makes one for each
 * rule.
 *
 * <p>All gradients of a step, all slots and all hyperparameters are read at the values from before
 * the step; only when every new value has been computed is the first variable assigned, so that a
 * step that fails has changed nothing. Two steps that run at the same moment in one session may
 * overwrite each other's; each variable stays a whole value of one of them.
 *
 * <p>Slots are variables that are not trainable, named as TensorFlow 1 names them: {@code w/Adam},
 * {@code w/Adam_1}, and one {@code beta1_power} for all. They are made at the first call that needs
 * them, and later calls use them again. Powers are float64 if one of the first call's variables is,
 * else float32.
 *
 * <p>Apart from its slots an optimizer does not change: {@code with} and {@code clipping} give
 * another one, which has slots of its own. Safe to use from several threads.
 */
public final class Optimizer {
  private final Rule rule;
  private final Optional<Clipping> clipping;
  private final Slots slots;

  Optimizer(Rule rule, Optional<Clipping> clipping) {
    this.rule = rule;
    this.clipping = clipping;
    this.slots = new Slots(rule);
  }

  /** Its name: what train operations and slots are called after. */
  public String name() {
    return rule.name();
  }

  /** This optimizer with another value of a hyperparameter, by the operation's name for it. */
  public Optimizer with(String hyperparameter, double value) {
    return with(hyperparameter, Hyperparameter.of(rule.describe(hyperparameter), value));
  }

  /**
   * This optimizer with a hyperparameter that each step evaluates.
   *
   * @param value a floating scalar, perhaps a symbol that is fed or that depends on the global step
   */
  public Optimizer with(String hyperparameter, Tensor value) {
    return with(hyperparameter, Hyperparameter.of(rule.describe(hyperparameter), value));
  }

  private Optimizer with(String hyperparameter, Hyperparameter value) {
    ValueException.requireGiven(hyperparameter, rule.name() + ": name of a hyperparameter");
    return new Optimizer(rule.with(hyperparameter, value), clipping);
  }

  /** This optimizer with a learning rate that each step evaluates. */
  public Optimizer learningRate(Tensor value) {
    return with(rule.learningRate(), value);
  }

  /** This optimizer with a learning rate that follows the global step. */
  public Optimizer learningRate(Schedule schedule) {
    ValueException.requireGiven(schedule, rule.name() + ": schedule");
    return with(rule.learningRate(), new Hyperparameter.Scheduled(schedule));
  }

  /** This optimizer, clipping the gradients that it applies. */
  public Optimizer clipping(Clipping clipping) {
    ValueException.requireGiven(clipping, rule.name() + ": clipping");
    return new Optimizer(rule, Optional.of(clipping));
  }

  /** The same rule for tensors; {@code initial} are the parameters as they begin. */
  public EagerOptimizer eager(Tensor... initial) {
    ValueException.requireGiven(initial, rule.name() + ": initial parameters");
    return new EagerOptimizer(rule, clipping, Arrays.asList(initial));
  }

  /** A step down {@code loss} by all trainable variables of its graph. */
  public Operation minimize(Tensor loss) {
    return step(loss, trainable(loss), Optional.empty());
  }

  /** As above; {@code globalStep} grows by 1 with each step. */
  public Operation minimize(Tensor loss, Variable globalStep) {
    return step(loss, trainable(loss), Optional.of(GlobalStep.require(globalStep)));
  }

  /** A step down {@code loss} by the given variables. */
  public Operation minimize(Tensor loss, List<Variable> variables) {
    return step(loss, variables, Optional.empty());
  }

  /** As above; {@code globalStep} grows by 1 with each step. */
  public Operation minimize(Tensor loss, List<Variable> variables, Variable globalStep) {
    return step(loss, variables, Optional.of(GlobalStep.require(globalStep)));
  }

  private Operation step(Tensor loss, List<Variable> variables, Optional<Variable> globalStep) {
    return apply(computeGradients(loss, variables), globalStep);
  }

  private List<Variable> trainable(Tensor loss) {
    return Symbol.of(loss).graph().trainableVariables();
  }

  /** The gradients of {@code Σ loss} by all trainable variables of its graph. */
  public List<GradientAndVariable> computeGradients(Tensor loss) {
    return computeGradients(loss, trainable(loss));
  }

  /**
   * The gradients of {@code Σ loss} by the given variables; unconnected by those that do not
   * influence it.
   */
  public List<GradientAndVariable> computeGradients(Tensor loss, List<Variable> variables) {
    requireVariables(variables);
    List<Gradient> gradients = Gradients.byVariables(loss, variables);
    List<GradientAndVariable> pairs = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      pairs.add(new GradientAndVariable(gradients.get(i), variables.get(i)));
    }
    return List.copyOf(pairs);
  }

  /** A step along given gradients. Variables whose gradient is unconnected stay as they are. */
  public Operation applyGradients(List<GradientAndVariable> gradients) {
    return apply(gradients, Optional.empty());
  }

  /** As above; {@code globalStep} grows by 1 with each step. */
  public Operation applyGradients(List<GradientAndVariable> gradients, Variable globalStep) {
    return apply(gradients, Optional.of(GlobalStep.require(globalStep)));
  }

  private Operation apply(List<GradientAndVariable> pairs, Optional<Variable> globalStep) {
    List<Tensor> gradients = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    ValueException.requireGiven(pairs, rule.name() + ": gradients and variables");
    for (GradientAndVariable pair : pairs) {
      ValueException.requireGiven(pair, rule.name() + ": a gradient and its variable");
      if (pair.gradient() instanceof Gradient.Unconnected u) {
        reasons.add(pair.variable().name() + ": " + u.reason());
      } else {
        gradients.add(pair.gradient().tensor());
        variables.add(pair.variable());
      }
    }
    if (variables.isEmpty()) {
      throw new ValueException(rule.name() + ": no gradient by any variable, " + reasons);
    }
    requireVariables(variables);
    return apply(Clipping.clip(clipping, gradients), variables, globalStep);
  }

  private Operation apply(
      List<Tensor> gradients, List<Variable> variables, Optional<Variable> globalStep) {
    Graph graph = variables.get(0).graph();
    Optional<Tensor> steps = globalStep.map(Variable::read);
    Map<String, Variable> powers = slots.powers(graph, variables, steps);
    Map<String, Tensor> shared = new HashMap<>();
    powers.forEach((name, power) -> shared.put(name, power.read()));
    Map<DType, Map<String, Tensor>> scalars = new HashMap<>();
    Map<Variable, Tensor> assignments = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      Map<String, Variable> cells = slots.of(variables.get(i));
      Map<String, Tensor> given = new HashMap<>();
      cells.forEach((name, cell) -> given.put(name, cell.read()));
      given.putAll(
          scalars.computeIfAbsent(
              variables.get(i).dtype(), dtype -> rule.scalars(dtype, shared, steps)));
      rule.apply(given, gradients.get(i))
          .forEach((name, value) -> assignments.put(cells.get(name), value));
    }
    rule.grown(shared, steps).forEach((name, value) -> assignments.put(powers.get(name), value));
    List<Tensor> writes = new ArrayList<>();
    assignments.forEach((variable, value) -> writes.add(variable.assign(value)));
    globalStep.ifPresent(v -> writes.add(v.assignAdd(Maths.scalar(1, v.read()))));
    return graph.group(rule.name(), writes.toArray(Tensor[]::new));
  }

  private void requireVariables(List<Variable> variables) {
    ValueException.requireGiven(variables, rule.name() + ": the variables");
    if (variables.isEmpty()) {
      throw new ValueException(rule.name() + ": there is no variable to train");
    }
    Set<Variable> seen = new HashSet<>();
    for (Variable v : variables) {
      ValueException.requireGiven(v, rule.name() + ": a variable");
      if (!v.dtype().isFloating()) {
        throw new DTypeException(
            rule.name() + ": variable " + v.name() + " is floating, got " + v.dtype());
      }
      if (v.graph() != variables.get(0).graph()) {
        throw new ValueException(
            rule.name() + ": variable " + v.name() + " belongs to another graph than the others");
      }
      if (!seen.add(v)) {
        throw new ValueException(rule.name() + ": variable " + v.name() + " is there twice");
      }
    }
  }

  /** What its slots are called, by the operation's names: {@code m}, {@code v}. */
  public List<String> slotNames() {
    return rule.slots().stream().map(Rule.Slot::name).toList();
  }

  /** The slot of a variable; an error if there is none of that name or no step was made yet. */
  public Variable slot(Variable variable, String name) {
    ValueException.requireGiven(variable, rule.name() + ": the variable");
    return slots
        .find(variable, name)
        .orElseThrow(
            () ->
                new ValueException(
                    rule.name()
                        + ": variable "
                        + variable.name()
                        + " has no slot "
                        + name
                        + "; slots are "
                        + slotNames()
                        + ", made with the first step"));
  }

  /** All variables that it has made: slots and powers. */
  public List<Variable> variables() {
    return slots.all();
  }

  @Override
  public String toString() {
    return rule.toString();
  }
}
