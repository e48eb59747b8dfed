package dev.assay.engine.ops.control;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.ControlFlow;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks of what the functions of control flow are given and give. */
final class Structures {
  private Structures() {}

  /** A copy of {@code tensors}, none of them null. */
  static List<Tensor> given(String what, List<? extends Tensor> tensors) {
    List<Tensor> copy = new ArrayList<>();
    for (Tensor t : ValueException.requireGiven(tensors, what + ": the list of tensors")) {
      copy.add(ValueException.requireGiven(t, what + ": tensor " + copy.size()));
    }
    return List.copyOf(copy);
  }

  /** The graph of the first symbol among {@code tensors}. */
  static Optional<Graph> graph(List<? extends Tensor> tensors) {
    return tensors.stream()
        .filter(Symbol.class::isInstance)
        .map(t -> Symbol.of(t).graph())
        .findFirst();
  }

  /** Checks that a decision is a bool scalar. */
  static Tensor decision(String what, Tensor t) {
    ValueException.requireGiven(t, what);
    if (t.dtype() != DType.BOOL) {
      throw new DTypeException(what + " is a bool, got " + t.dtype());
    }
    return scalar(what, t);
  }

  /** Checks that a tensor has no dimensions. */
  static Tensor scalar(String what, Tensor t) {
    if (t.rank() != 0) {
      throw new ShapeException(what + " is a scalar, got " + TensorType.of(t));
    }
    return t;
  }

  /** Checks that what an iteration gives can be handed to the next. */
  static List<Tensor> next(String what, List<? extends Tensor> tensors, List<TensorType> types) {
    List<Tensor> next = given(what + ": what the body gives", tensors);
    if (next.size() != types.size()) {
      throw new ValueException(
          what + ": the body gives " + next.size() + " tensors for " + types.size());
    }
    for (int i = 0; i < types.size(); i++) {
      TensorType type = types.get(i);
      Tensor t = next.get(i);
      if (t.dtype() != type.dtype()) {
        throw new DTypeException(
            what + ": variable " + i + " is " + type.dtype() + ", the body gives " + t.dtype());
      }
      if (!ControlFlow.isInstance(t.shape(), type.shape())) {
        throw new ShapeException(
            what
                + ": variable "
                + i
                + " has shape "
                + type.shape()
                + ", the body gives "
                + t.shape()
                + "; a loop whose shapes change states shapeInvariants");
      }
    }
    return next;
  }

  /** Types of the first axis taken away. */
  static List<TensorType> slices(List<Tensor> elems) {
    return elems.stream().map(t -> new TensorType(t.dtype(), t.shape().without(0))).toList();
  }

  /** Checks that all have a first axis, of one size as far as is known. */
  static List<Tensor> elems(String what, List<? extends Tensor> tensors) {
    List<Tensor> elems = given(what + ": elems", tensors);
    if (elems.isEmpty()) {
      throw new ValueException(what + ": elems is empty");
    }
    for (Tensor t : elems) {
      if (t.rank() == 0) {
        throw new ShapeException(what + ": elems have a first axis, got " + TensorType.of(t));
      }
    }
    long sizes =
        elems.stream().mapToInt(t -> t.shape().dim(0)).filter(n -> n >= 0).distinct().count();
    if (sizes > 1) {
      throw new ShapeException(
          what
              + ": all elems have one size along their first axis, got "
              + Arrays.toString(elems.stream().map(Tensor::shape).toArray()));
    }
    return elems;
  }
}
