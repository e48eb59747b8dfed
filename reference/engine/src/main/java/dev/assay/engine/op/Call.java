package dev.assay.engine.op;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operation with its arguments, checked: attributes are complete, every constraint that can be
 * decided holds, and the types of the results are known.
 */
public final class Call {
  private final Operands operands;
  private final List<TensorType> outputs;

  private Call(Operands operands, List<TensorType> outputs) {
    this.operands = operands;
    this.outputs = outputs;
  }

  /** Checks the arguments and infers the types of the results, or says which constraint fails. */
  public static Call of(Op op, List<Tensor> inputs, Attributes attrs) {
    checkGiven(op, inputs, attrs);
    checkCount(op, inputs.size());
    Attributes complete = complete(op, attrs);
    Operands operands = new Operands(op, List.copyOf(inputs), complete);
    List<TensorType> outputs;
    try {
      for (Constraint c : op.constraints()) {
        c.check(operands);
      }
      outputs = op.shapeRule().infer(operands);
      for (TensorType t : outputs) {
        if (t.shape().isKnown()
            && t.shape().elements() > Shape.MAX_ELEMENTS / 2
            && t.dtype().isComplex()) {
          throw new ShapeException("shape: " + t + " has too many pairs of numbers");
        }
      }
    } catch (ShapeException e) {
      throw e.constraint().isPresent() ? e : new ShapeException(op.name() + ": " + e.getMessage());
    }
    return new Call(operands, List.copyOf(outputs));
  }

  private static void checkGiven(Op op, List<Tensor> inputs, Attributes attrs) {
    ValueException.requireGiven(op, "call: the operation");
    ValueException.requireGiven(inputs, op.name() + ": the list of inputs");
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) == null) {
        String input = op.inputs().isEmpty() ? "" : op.input(i).name() + ", ";
        throw new ValueException(op.name() + ": " + input + "input " + i + ", is null");
      }
    }
    ValueException.requireGiven(attrs, op.name() + ": the set of attributes");
  }

  private static void checkCount(Op op, int count) {
    List<InputSpec> specs = op.inputs();
    boolean list = specs.stream().anyMatch(s -> s.arity() == InputSpec.Arity.LIST);
    long least = specs.stream().filter(s -> s.arity() != InputSpec.Arity.OPTIONAL).count();
    if (count < least || (!list && count > specs.size())) {
      throw new ValueException(
          op.name()
              + ": takes "
              + (specs.isEmpty()
                  ? "no inputs"
                  : String.join(", ", specs.stream().map(InputSpec::name).toList()))
              + ", got "
              + count
              + " tensors");
    }
  }

  private static Attributes complete(Op op, Attributes given) {
    Attributes complete = Attributes.none();
    for (String name : given.asMap().keySet()) {
      if (op.attributes().stream().noneMatch(a -> a.name().equals(name))) {
        throw new AttributeException(
            op.name()
                + ": unknown attribute "
                + name
                + ", known: "
                + String.join(", ", op.attributes().stream().map(AttributeSpec::name).toList()));
      }
    }
    for (AttributeSpec spec : op.attributes()) {
      Optional<Object> value = Optional.ofNullable(given.asMap().get(spec.name()));
      if (value.isPresent()) {
        complete = complete.and(spec.name(), spec.canonical(op.name(), value.get()));
      } else if (spec.fallback().isPresent()) {
        complete = complete.and(spec.name(), spec.fallback().get());
      } else if (spec.required()) {
        throw new AttributeException(op.name() + ": attribute " + spec.name() + " is required");
      }
    }
    return complete;
  }

  /** The operation. */
  public Op op() {
    return operands.op();
  }

  /** The arguments that are tensors. */
  public List<Tensor> inputs() {
    return operands.inputs();
  }

  /** The i-th tensor. */
  public Tensor in(int i) {
    return operands.in(i);
  }

  /** The number of tensors. */
  public int count() {
    return operands.count();
  }

  /** The attributes, fallbacks filled in. */
  public Attributes attrs() {
    return operands.attrs();
  }

  /** The types of the results. */
  public List<TensorType> outputs() {
    return outputs;
  }

  /** The type of the first result. */
  public TensorType output() {
    return outputs.get(0);
  }

  /** The first result from its values, rounded once; for kernels of one floating result. */
  public List<Tensor> result(double[] values) {
    return List.of(Tensor.of(output().shape(), HostStorage.ofDoubles(output().dtype(), values)));
  }

  /** The first result from its values, wrapped; for kernels of one integer or bool result. */
  public List<Tensor> result(long[] values) {
    return List.of(Tensor.of(output().shape(), HostStorage.ofLongs(output().dtype(), values)));
  }

  /** All results from their values, each rounded once; for kernels of floating results. */
  public List<Tensor> results(double[]... values) {
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < values.length; j++) {
      TensorType type = outputs.get(j);
      out.add(Tensor.of(type.shape(), HostStorage.ofDoubles(type.dtype(), values[j])));
    }
    return out;
  }

  /** Runs the reference's loops. */
  public List<Tensor> runReference() {
    return op().kernel().run(this);
  }

  @Override
  public String toString() {
    return op().name() + inputs().stream().map(TensorType::of).toList() + attrs();
  }
}
