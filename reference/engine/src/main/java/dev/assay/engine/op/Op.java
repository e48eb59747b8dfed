package dev.assay.engine.op;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * An operation: everything about it, stated once.
 *
 * <p>Defined with {@link #define} in this order: formula, inputs, attributes, numbered constraints,
 * shape rule, forward loops, derivative, hard points. An input without a derivative or a reason for
 * having none is a build failure.
 */
public final class Op {
  private final String name;
  private final String formula;
  private final List<String> notes;
  private final List<InputSpec> inputs;
  private final List<String> outputs;
  private final List<AttributeSpec> attributes;
  private final List<Constraint> constraints;
  private final ShapeRule shapeRule;
  private final Kernel kernel;
  private final Map<String, Derivative> derivatives;
  private final List<Slope> slopes;
  private final List<HardPoint> hardPoints;
  private final Optional<ToLongFunction<Call>> draws;
  private final boolean stateful;

  private Op(Builder b) {
    name = b.name;
    formula = b.formula;
    notes = List.copyOf(b.notes);
    inputs = List.copyOf(b.inputs);
    outputs = List.copyOf(b.outputs);
    attributes = List.copyOf(b.attributes);
    constraints = List.copyOf(b.constraints);
    shapeRule = b.shapeRule;
    kernel = b.kernel;
    derivatives = Map.copyOf(b.derivatives);
    slopes = List.copyOf(b.slopes);
    hardPoints = List.copyOf(b.hardPoints);
    draws = b.draws;
    stateful = b.stateful || b.draws.isPresent();
  }

  /** Begins the definition of the operation called {@code name}, TensorFlow's API name. */
  public static Builder define(String name) {
    return new Builder(name);
  }

  /** TensorFlow's API name in lower_snake_case. */
  public String name() {
    return name;
  }

  /** The formula of the results, one line. */
  public String formula() {
    return formula;
  }

  /** Conventions and sources: kinks, special values, papers, sections of the documents. */
  public List<String> notes() {
    return notes;
  }

  /** The tensors it takes, in order. */
  public List<InputSpec> inputs() {
    return inputs;
  }

  /** The names of its results; a trailing {@code …} marks a list. */
  public List<String> outputs() {
    return outputs;
  }

  /** The attributes it takes. */
  public List<AttributeSpec> attributes() {
    return attributes;
  }

  /** The numbered constraints, in the order in which they are checked. */
  public List<Constraint> constraints() {
    return constraints;
  }

  /** Types of the results from types of the arguments. */
  public ShapeRule shapeRule() {
    return shapeRule;
  }

  /** The reference's loops. */
  public Kernel kernel() {
    return kernel;
  }

  /** The specification of the tensor at position {@code i}; members of a list share one. */
  public InputSpec input(int i) {
    return inputs.get(Math.min(i, inputs.size() - 1));
  }

  /** What reverse mode knows of the tensor at position {@code i}. */
  public Derivative derivative(int i) {
    Derivative d = derivatives.get(input(i).name());
    return d == null ? new Derivative.None("not stated") : d;
  }

  /** Whether a derivative by this input, or a reason for having none, is stated. */
  public boolean states(String input) {
    return derivatives.containsKey(input);
  }

  /** Whether every input has a derivative or a reason for having none. */
  public boolean isComplete() {
    return inputs.stream().allMatch(i -> states(i.name()));
  }

  /** Whether some input has a derivative. */
  public boolean isDifferentiable() {
    return derivatives.values().stream().anyMatch(Derivative.Rule.class::isInstance);
  }

  /** The partial derivatives of an elementwise operation, one per input; else empty. */
  public List<Slope> slopes() {
    return slopes;
  }

  /** Arguments where a convention decides. */
  public List<HardPoint> hardPoints() {
    return hardPoints;
  }

  /**
   * How many blocks of its random stream a call reserves. Present for an operation that draws from
   * a stream of attributes {@code seed}, {@code seed2}, {@code skip}: in a session its node runs
   * every time, with {@code skip} raised by what its earlier runs reserved.
   */
  public Optional<ToLongFunction<Call>> draws() {
    return draws;
  }

  /** Whether a call does something beside its results, or gives others each time it runs. */
  public boolean isStateful() {
    return stateful;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A partial derivative of an elementwise operation, in binary64: the line of mathematics that the
   * documentation prints and the judge ties to the derivative.
   *
   * @param input the input it is taken by
   * @param formula as text
   * @param value from the arguments
   */
  public record Slope(String input, String formula, Function<double[], Double> value) {}

  /** Collects the parts of an operation. */
  public static final class Builder {
    private final String name;
    private String formula = "";
    private final List<String> notes = new ArrayList<>();
    private final List<InputSpec> inputs = new ArrayList<>();
    private List<String> outputs = List.of("output");
    private final List<AttributeSpec> attributes = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private ShapeRule shapeRule = o -> List.of(TensorType.of(o.in(0)));
    private Kernel kernel = c -> List.of();
    private final Map<String, Derivative> derivatives = new LinkedHashMap<>();
    private final List<Slope> slopes = new ArrayList<>();
    private final List<HardPoint> hardPoints = new ArrayList<>();
    private Optional<ToLongFunction<Call>> draws = Optional.empty();
    private boolean stateful;

    private Builder(String name) {
      this.name = name;
    }

    /** The formula of the results, one line of plain mathematics. */
    public Builder formula(String text) {
      formula = text;
      return this;
    }

    /** A convention, a range or a source, one sentence each. */
    public Builder note(String text) {
      notes.add(text);
      return this;
    }

    /** A tensor; adds the constraint on its element type. */
    public Builder input(String input, Set<DType> dtypes, String doc) {
      return add(new InputSpec(input, dtypes, InputSpec.Arity.ONE, doc));
    }

    /** A tensor that may be left out; only at the end. */
    public Builder optionalInput(String input, Set<DType> dtypes, String doc) {
      return add(new InputSpec(input, dtypes, InputSpec.Arity.OPTIONAL, doc));
    }

    /** A list of one or more tensors, the only input; all have one element type. */
    public Builder inputList(String input, Set<DType> dtypes, String doc) {
      return add(new InputSpec(input, dtypes, InputSpec.Arity.LIST, doc));
    }

    /** A list of one or more tensors of any types, the only input. */
    public Builder mixedInputList(String input, String doc) {
      inputs.add(new InputSpec(input, Set.of(DType.values()), InputSpec.Arity.LIST, doc));
      return this;
    }

    private Builder add(InputSpec spec) {
      int at = inputs.size();
      inputs.add(spec);
      if (spec.arity() == InputSpec.Arity.LIST) {
        return require(
            Constraint.Kind.DTYPE,
            "all " + spec.name() + " have one dtype of " + labels(spec.dtypes()),
            o ->
                o.inputs().stream()
                    .allMatch(t -> t.dtype() == o.dtype(0) && spec.dtypes().contains(t.dtype())));
      }
      if (spec.dtypes().size() == DType.values().length) {
        return this;
      }
      return require(
          Constraint.Kind.DTYPE,
          spec.name() + ".dtype in " + labels(spec.dtypes()),
          o -> at >= o.count() || spec.dtypes().contains(o.dtype(at)));
    }

    private static String labels(Set<DType> dtypes) {
      return dtypes.size() == DType.values().length
          ? "any dtype"
          : dtypes.stream().map(DType::label).toList().toString();
    }

    /** Requires the element types of the inputs at the given positions to be equal. */
    public Builder sameDType(int first, int second) {
      return require(
          Constraint.Kind.DTYPE,
          inputs.get(first).name() + ".dtype = " + inputs.get(second).name() + ".dtype",
          o -> second >= o.count() || o.dtype(first) == o.dtype(second));
    }

    /** An attribute that every call must give. */
    public Builder attr(String attribute, AttributeSpec.Type type, String doc) {
      attributes.add(new AttributeSpec(attribute, type, Optional.empty(), true, List.of(), doc));
      return this;
    }

    /** An attribute with a fallback. */
    public Builder attr(String attribute, AttributeSpec.Type type, Object fallback, String doc) {
      AttributeSpec bare =
          new AttributeSpec(attribute, type, Optional.empty(), false, List.of(), doc);
      Optional<Object> canonical = Optional.of(bare.canonical(name, fallback));
      attributes.add(new AttributeSpec(attribute, type, canonical, false, List.of(), doc));
      return this;
    }

    /** An attribute that may be absent, which has a meaning of its own. */
    public Builder optionalAttr(String attribute, AttributeSpec.Type type, String doc) {
      attributes.add(new AttributeSpec(attribute, type, Optional.empty(), false, List.of(), doc));
      return this;
    }

    /** A text that is one of {@code choices}; the first is the fallback. */
    public Builder choice(String attribute, List<String> choices, String doc) {
      attributes.add(
          new AttributeSpec(
              attribute,
              AttributeSpec.Type.TEXT,
              Optional.of(choices.get(0)),
              false,
              List.copyOf(choices),
              doc));
      return this;
    }

    /** The next numbered constraint. */
    public Builder require(Constraint.Kind kind, String text, Predicate<Operands> holds) {
      return require(kind, text, holds, Optional.empty());
    }

    /** The next numbered constraint, whose message says {@code given} of the arguments. */
    public Builder require(
        Constraint.Kind kind,
        String text,
        Predicate<Operands> holds,
        Function<Operands, String> given) {
      return require(kind, text, holds, Optional.of(given));
    }

    private Builder require(
        Constraint.Kind kind,
        String text,
        Predicate<Operands> holds,
        Optional<Function<Operands, String>> given) {
      String id = "C" + (constraints.size() + 1);
      constraints.add(new Constraint(id, kind, text, holds, given));
      return this;
    }

    /** The names of the results; by default one, {@code output}. */
    public Builder outputs(String... names) {
      outputs = Arrays.asList(names);
      return this;
    }

    /** Types of the results; by default that of the first input. */
    public Builder shape(ShapeRule rule) {
      shapeRule = rule;
      return this;
    }

    /** Type of the only result. */
    public Builder type(Function<Operands, TensorType> rule) {
      return shape(o -> List.of(rule.apply(o)));
    }

    /** The reference's loops. */
    public Builder kernel(Kernel loops) {
      kernel = loops;
      return this;
    }

    /** The cotangent of one input. */
    public Builder vjp(String input, Function<Pullback, Tensor> rule) {
      derivatives.put(input, new Derivative.Rule((p, i) -> rule.apply(p)));
      return this;
    }

    /** The cotangent of the i-th member of a list. */
    public Builder vjpEach(String input, Derivative.Vjp rule) {
      derivatives.put(input, new Derivative.Rule(rule));
      return this;
    }

    /** No derivative by this input, and why. */
    public Builder noGradient(String input, String reason) {
      derivatives.put(input, new Derivative.None(reason));
      return this;
    }

    /** No derivative by any input, and why. */
    public Builder noGradients(String reason) {
      inputs.forEach(i -> noGradient(i.name(), reason));
      return this;
    }

    /** The partial derivative of an elementwise operation by one input. */
    public Builder slope(String input, String text, Function<double[], Double> value) {
      slopes.add(new Slope(input, text, value));
      return this;
    }

    /** Arguments where a convention decides. */
    public Builder hard(HardPoint... points) {
      hardPoints.addAll(Arrays.asList(points));
      return this;
    }

    /** How many blocks of its random stream a call reserves; see {@link Op#draws()}. */
    public Builder draws(ToLongFunction<Call> blocks) {
      draws = Optional.of(blocks);
      return this;
    }

    /** A call does something beside its results, or gives others each time it runs. */
    public Builder stateful() {
      stateful = true;
      return this;
    }

    /** The finished operation. */
    public Op build() {
      return new Op(this);
    }
  }
}
