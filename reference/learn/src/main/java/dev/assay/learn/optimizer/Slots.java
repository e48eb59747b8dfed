package dev.assay.learn.optimizer;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables that an optimizer keeps for those that it trains. Safe for several threads. */
final class Slots {
  private final Rule rule;
  private final Map<Variable, Map<String, Variable>> cells = new HashMap<>();
  private final Map<Graph, Map<String, Variable>> powers = new HashMap<>();
  private final List<Variable> all = new ArrayList<>();

  Slots(Rule rule) {
    this.rule = rule;
  }

  /** A variable and its slots by the operation's names for them, made at the first call. */
  synchronized Map<String, Variable> of(Variable variable) {
    return cells.computeIfAbsent(variable, this::make);
  }

  private Map<String, Variable> make(Variable variable) {
    Map<String, Variable> made = new LinkedHashMap<>();
    made.put(Rule.VARIABLE, variable);
    for (Rule.Slot slot : rule.slots()) {
      Tensor element = Tensor.of(variable.dtype(), Shape.scalar(), slot.initial());
      Tensor initial =
          variable.shape().isKnown()
              ? Creation.fill(variable.shape(), element)
              : variable
                  .graph()
                  .initScope(() -> Maths.add(Creation.zerosLike(variable.initialValue()), element));
      Variable cell =
          variable.graph().variable(variable.name() + "/" + rule.name(), initial, false);
      made.put(slot.name(), cell);
      all.add(cell);
    }
    return made;
  }

  /** The powers that all variables of a graph share, made at the first call. */
  synchronized Map<String, Variable> powers(
      Graph graph, List<Variable> variables, Optional<Tensor> steps) {
    return powers.computeIfAbsent(
        graph,
        g -> {
          DType dtype = Rule.stateType(variables.stream().map(Variable::dtype).toList());
          Map<String, Variable> made = new LinkedHashMap<>();
          for (String power : rule.powers().keySet()) {
            Variable v =
                g.variable(power, g.initScope(() -> rule.base(power, dtype, steps)), false);
            made.put(power, v);
            all.add(v);
          }
          return made;
        });
  }

  /** The slot of a variable, if it has been made. */
  synchronized Optional<Variable> find(Variable variable, String name) {
    return Optional.ofNullable(cells.getOrDefault(variable, Map.of()).get(name))
        .filter(v -> v != variable);
  }

  /** All that have been made, in that order. */
  synchronized List<Variable> all() {
    return List.copyOf(all);
  }
}
