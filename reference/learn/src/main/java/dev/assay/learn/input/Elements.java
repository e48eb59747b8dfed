package dev.assay.learn.input;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What is done with elements as a whole: checking, slicing, stacking. */
final class Elements {
  private Elements() {}

  /** A copy of {@code element}, whose components must be tensors with a value. */
  static List<Tensor> checked(String what, List<? extends Tensor> element) {
    ValueException.requireGiven(element, what + ": the element");
    List<Tensor> copy = new ArrayList<>(element.size());
    for (Tensor t : element) {
      ValueException.requireGiven(t, what + ": component " + copy.size());
      if (t instanceof SymbolicOperand) {
        throw new ValueException(
            what + ": component " + copy.size() + " must have a value, got " + t);
      }
      copy.add(t);
    }
    return List.copyOf(copy);
  }

  /** The common size of the first axis of all components. */
  private static int rows(String what, List<Tensor> element) {
    if (element.isEmpty()) {
      throw new ValueException(what + ": an element without components has no slices");
    }
    for (Tensor t : element) {
      if (t.rank() == 0) {
        throw new ShapeException(
            what + ": component " + element.indexOf(t) + " is a scalar and has no slices");
      }
      if (t.shape().dim(0) != element.get(0).shape().dim(0)) {
        throw new ShapeException(
            what
                + ": all components have one size along their first axis, got "
                + element.stream().map(Tensor::shape).toList());
      }
    }
    return element.get(0).shape().dim(0);
  }

  /** Slice {@code i} of the first axis of every component. */
  private static List<Tensor> slice(List<Tensor> element, int i) {
    List<Tensor> slices = new ArrayList<>(element.size());
    for (Tensor t : element) {
      Shape shape = t.shape().without(0);
      int n = shape.elements();
      int[] source = new int[n];
      for (int k = 0; k < n; k++) {
        source[k] = i * n + k;
      }
      HostStorage host = t.host();
      slices.add(Tensor.of(shape, host.select(source, host)));
    }
    return List.copyOf(slices);
  }

  /** The slices of the first axis of all components. */
  static Counted slices(String what, List<Tensor> tensors) {
    return new Counted(rows(what, tensors), i -> slice(tensors, (int) i));
  }

  /**
   * The elements, one or more, each component stacked along a new first axis.
   *
   * @param first the number of the first of them, for messages
   */
  static List<Tensor> stack(String what, List<List<Tensor>> elements, long first) {
    List<Tensor> model = elements.get(0);
    for (int e = 1; e < elements.size(); e++) {
      requireLike(what, model, elements.get(e), first + e);
    }
    List<Tensor> stacked = new ArrayList<>(model.size());
    for (int c = 0; c < model.size(); c++) {
      int component = c;
      Shape shape = Shape.of(elements.size()).concat(model.get(c).shape());
      shape.elements(); // an error before memory is taken if they are too many
      List<HostStorage> parts = elements.stream().map(e -> e.get(component).host()).toList();
      stacked.add(Tensor.of(shape, HostStorage.joined(parts)));
    }
    return List.copyOf(stacked);
  }

  private static void requireLike(String what, List<Tensor> model, List<Tensor> e, long number) {
    requireTypes(what, model, e, number);
    for (int c = 0; c < model.size(); c++) {
      if (!model.get(c).shape().equals(e.get(c).shape())) {
        throw new ShapeException(
            what
                + ": component "
                + c
                + " of element "
                + number
                + " has shape "
                + e.get(c).shape()
                + ", the first of its batch has "
                + model.get(c).shape());
      }
    }
  }

  /** Checks that {@code e} has as many components as {@code model} and of the same types. */
  static void requireTypes(String what, List<Tensor> model, List<Tensor> e, long number) {
    if (e.size() != model.size()) {
      throw new ValueException(
          what
              + ": element "
              + number
              + " has "
              + e.size()
              + " components, the first of its batch has "
              + model.size());
    }
    for (int c = 0; c < model.size(); c++) {
      if (model.get(c).dtype() != e.get(c).dtype()) {
        throw new DTypeException(
            what
                + ": component "
                + c
                + " of element "
                + number
                + " is "
                + e.get(c).dtype()
                + ", the first of its batch has "
                + model.get(c).dtype());
      }
    }
  }
}
