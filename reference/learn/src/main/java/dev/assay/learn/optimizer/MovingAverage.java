package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
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

/**
 * {@code a′ = a − (1 − decay)·(a − x)}: an average of what a variable or a symbol was, in which
 * each step counts for less the longer it is past. TensorFlow's {@code ExponentialMovingAverage}.
 *
 * <p>The average of a variable begins with the variable's initial value, that of a symbol with
 * zero. Averages are variables that are not trainable, named {@code w/ExponentialMovingAverage},
 * made at the first call. With a number of updates n the decay is {@code min(decay, (1 + n)/(10 +
 * n))}, so that the first steps count for more.
 *
 * <p>In one run variables are read before they are assigned. An average that is to see a training
 * step is applied under a control dependency on it:
 *
 * <pre>{@code
 * try (var after = graph.controlDependencies(train)) {
 *   Operation both = average.apply(graph.trainableVariables());
 * }
 * }</pre>
 *
 * <p>Apart from its averages it does not change. Safe to use from several threads.
 */
public final class MovingAverage {
  private static final String NAME = "ExponentialMovingAverage";

  private final double decay;
  private final Optional<Tensor> updates;
  private final boolean zeroDebias;
  private final Map<Variable, Variable> ofVariables = new LinkedHashMap<>();
  private final Map<Symbol, Variable> ofSymbols = new HashMap<>();
  private final Map<Variable, Debias> debiases = new HashMap<>();

  /** What an average is made of that is divided: the average from 0, and how many steps it took. */
  private record Debias(Variable biased, Variable steps) {}

  private MovingAverage(double decay, Optional<Tensor> updates, boolean zeroDebias) {
    this.decay = decay;
    this.updates = updates;
    this.zeroDebias = zeroDebias;
  }

  /** Averages with a decay of [0, 1]. */
  public static MovingAverage of(double decay) {
    if (!(decay >= 0 && decay <= 1)) {
      throw new AttributeException("moving average: 0 <= decay <= 1, got " + decay);
    }
    return new MovingAverage(decay, Optional.empty(), false);
  }

  /** These, the decay limited by a number of updates: a real scalar, such as the global step. */
  public MovingAverage numUpdates(Tensor numUpdates) {
    ValueException.requireGiven(numUpdates, "moving average: number of updates");
    if (!numUpdates.dtype().isInteger() && !numUpdates.dtype().isFloating()) {
      throw new DTypeException(
          "moving average: the number of updates is real, got " + numUpdates.dtype());
    }
    if (numUpdates.rank() != 0) {
      throw new ShapeException(
          "moving average: the number of updates is a scalar, got " + numUpdates.shape());
    }
    return new MovingAverage(decay, Optional.of(numUpdates), zeroDebias);
  }

  /**
   * These; an average of a symbol is divided by {@code 1 − decay^t} after t steps, what it lacks
   * for having begun with zero. Adam's correction, Kingma and Ba 2015, section 3. With a number of
   * updates the decay of the power is that of the last step, as in TensorFlow.
   */
  public MovingAverage zeroDebias() {
    return new MovingAverage(decay, updates, true);
  }

  /** {@code average − (1 − decay)·(average − value)}, for numbers of one's own. */
  public static Tensor next(Tensor average, Tensor value, double decay) {
    return next(average, value, Maths.subtract(1, Maths.scalar(decay, average)));
  }

  private static Tensor next(Tensor average, Tensor value, Tensor rest) {
    return Maths.subtract(average, Maths.multiply(Maths.subtract(average, value), rest));
  }

  /** The node that updates the averages of variables of one graph. */
  public Operation apply(List<Variable> variables) {
    ValueException.requireGiven(variables, "moving average: variables");
    for (Variable v : variables) {
      ValueException.requireGiven(v, "moving average: a variable");
      requireFloating(v.name(), v.dtype());
    }
    Graph graph = graph(variables.stream().map(Variable::graph).toList());
    Map<Variable, Tensor> values = new LinkedHashMap<>();
    for (Variable v : variables) {
      Variable shadow = shadow(v);
      values.put(shadow, next(shadow.read(), v.read(), rest(v.dtype())));
    }
    return write(graph, values);
  }

  /** The node that updates the averages of symbols of one graph, such as a loss. */
  public Operation applyTo(List<? extends Tensor> symbols) {
    ValueException.requireGiven(symbols, "moving average: symbols");
    List<Symbol> all = symbols.stream().map(Symbol::of).toList();
    all.forEach(s -> requireFloating(s.name(), s.dtype()));
    Graph graph = graph(all.stream().map(Symbol::graph).toList());
    Map<Variable, Tensor> values = new LinkedHashMap<>();
    for (Symbol s : all) {
      Variable shadow = shadow(s);
      if (zeroDebias) {
        debiased(shadow, s, values);
      } else {
        values.put(shadow, next(shadow.read(), s, rest(s.dtype())));
      }
    }
    return write(graph, values);
  }

  private void debiased(Variable shadow, Symbol value, Map<Variable, Tensor> values) {
    Debias d = debias(shadow, value);
    Tensor rest = rest(value.dtype());
    Tensor sum = next(d.biased().read(), value, rest);
    Tensor t = Maths.add(d.steps().read(), 1);
    Tensor weight = Maths.subtract(1, Maths.pow(Maths.subtract(1, rest), t));
    values.put(d.biased(), sum);
    values.put(d.steps(), t);
    values.put(shadow, Maths.divide(sum, weight));
  }

  private synchronized Debias debias(Variable shadow, Symbol value) {
    return debiases.computeIfAbsent(
        shadow,
        v -> {
          Tensor zero = Tensor.zeros(value.dtype(), value.shape());
          Tensor none = Tensor.zeros(value.dtype(), Shape.scalar());
          return new Debias(
              v.graph().variable(v.name() + "/biased", zero, false),
              v.graph().variable(v.name() + "/local_step", none, false));
        });
  }

  /** {@code 1 − decay} in the type that scalars are kept in, then in {@code dtype}. */
  private Tensor rest(DType dtype) {
    DType wide = Rule.stateType(List.of(dtype));
    Tensor d = Tensor.of(wide, Shape.scalar(), decay);
    if (updates.isPresent()) {
      Tensor n = ArrayOps.cast(updates.get(), wide);
      d = Maths.minimum(d, Maths.divide(Maths.add(n, 1), Maths.add(n, 10)));
    }
    return ArrayOps.cast(Maths.subtract(1, d), dtype);
  }

  private synchronized Variable shadow(Variable variable) {
    return ofVariables.computeIfAbsent(
        variable,
        v ->
            v.graph()
                .variable(v.name() + "/" + NAME, v.graph().initScope(v::initializedValue), false));
  }

  private synchronized Variable shadow(Symbol symbol) {
    return ofSymbols.computeIfAbsent(
        symbol,
        s -> {
          if (!s.shape().isKnown()) {
            throw new ShapeException(
                "moving average: the shape of " + s.name() + " is known, got " + s.shape());
          }
          Tensor zero = Tensor.zeros(s.dtype(), s.shape());
          return s.graph().variable(s.operation().name() + "/" + NAME, zero, false);
        });
  }

  private static Operation write(Graph graph, Map<Variable, Tensor> values) {
    List<Tensor> writes = new ArrayList<>();
    values.forEach((variable, value) -> writes.add(variable.assign(value)));
    return graph.group(NAME, writes.toArray(Tensor[]::new));
  }

  private static Graph graph(List<Graph> graphs) {
    if (graphs.isEmpty()) {
      throw new ValueException("moving average: there is nothing to average");
    }
    if (graphs.stream().distinct().count() > 1) {
      throw new ValueException("moving average: of one graph, got several");
    }
    return graphs.get(0);
  }

  private static void requireFloating(String name, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException("moving average: " + name + " is floating, got " + dtype);
    }
  }

  /** The average of a variable, a variable itself. */
  public synchronized Variable average(Variable variable) {
    return made(ofVariables.get(ValueException.requireGiven(variable, "moving average: variable")));
  }

  /** The average of a symbol, a variable. */
  public synchronized Variable average(Tensor symbol) {
    return made(ofSymbols.get(Symbol.of(symbol)));
  }

  private static Variable made(Variable average) {
    if (average == null) {
      throw new ValueException("moving average: there is none of that; apply it first");
    }
    return average;
  }

  /**
   * Under which name in a checkpoint each variable finds what it is evaluated with: one that is
   * averaged its average's, any other of the graph its own; averages themselves are left out.
   */
  public synchronized Map<String, Variable> variablesToRestore(Graph graph) {
    Map<String, Variable> names = new LinkedHashMap<>();
    for (Variable v : ValueException.requireGiven(graph, "moving average: graph").variables()) {
      Variable average = ofVariables.get(v);
      if (!ofVariables.containsValue(v)) {
        names.put(average == null ? v.name() : average.name(), v);
      }
    }
    return names;
  }
}
