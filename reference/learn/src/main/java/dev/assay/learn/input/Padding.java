package dev.assay.learn.input;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stacks elements of different shapes, each grown at its end.
 *
 * @param what who stacks, for messages
 * @param shapes of each component, what it is grown to: −1 for the largest of the batch; no shape
 *     at all if that holds for every dimension of every component
 * @param values of each component, the scalar that fills; none at all for zero, false, empty
 */
public record Padding(String what, List<Shape> shapes, List<Tensor> values) {
  /** Copies the lists. */
  public Padding {
    ValueException.requireGiven(what, "padding: the name");
    shapes = List.copyOf(ValueException.requireGiven(shapes, what + ": the padded shapes"));
    values = Elements.checked(what, ValueException.requireGiven(values, what + ": the values"));
    for (Tensor v : values) {
      if (v.rank() != 0) {
        throw new ShapeException(what + ": a padding value is a scalar, got shape " + v.shape());
      }
    }
  }

  /**
   * The elements, one or more, stacked.
   *
   * @param first the number of the first of them, for messages
   */
  public List<Tensor> stack(List<List<Tensor>> elements, long first) {
    List<Tensor> model = elements.get(0);
    requireCount("padded shapes", shapes.size(), model);
    requireCount("padding values", values.size(), model);
    for (int e = 1; e < elements.size(); e++) {
      Elements.requireTypes(what, model, elements.get(e), first + e);
    }
    List<Tensor> stacked = new ArrayList<>();
    for (int c = 0; c < model.size(); c++) {
      int component = c;
      stacked.add(stackOne(elements.stream().map(e -> e.get(component)).toList(), c, first));
    }
    return List.copyOf(stacked);
  }

  private void requireCount(String of, int given, List<Tensor> model) {
    if (given != 0 && given != model.size()) {
      throw new ValueException(
          what + ": " + given + " " + of + " for elements of " + model.size() + " components");
    }
  }

  private Tensor stackOne(List<Tensor> parts, int component, long first) {
    Tensor model = parts.get(0);
    int[] unknown = new int[model.rank()];
    Arrays.fill(unknown, Shape.UNKNOWN);
    Shape wanted = shapes.isEmpty() ? Shape.of(unknown) : shapes.get(component);
    Tensor fill =
        values.isEmpty() ? Tensor.zeros(model.dtype(), Shape.scalar()) : values.get(component);
    if (fill.dtype() != model.dtype()) {
      throw new DTypeException(
          what
              + ": component "
              + component
              + " is "
              + model.dtype()
              + ", its padding value is "
              + fill.dtype());
    }
    int[] dims = wanted.dims();
    for (int e = 0; e < parts.size(); e++) {
      Shape s = parts.get(e).shape();
      for (int d = 0; d < dims.length || d < s.rank(); d++) {
        boolean fits =
            s.rank() == dims.length
                && (wanted.dim(d) == Shape.UNKNOWN || s.dim(d) <= wanted.dim(d));
        if (!fits) {
          throw new ShapeException(
              what
                  + ": component "
                  + component
                  + " of element "
                  + (first + e)
                  + " has shape "
                  + s
                  + ", which cannot be padded to "
                  + wanted);
        }
        dims[d] = Math.max(dims[d], s.dim(d));
      }
    }
    Shape padded = Shape.of(dims);
    Shape whole = Shape.of(parts.size()).concat(padded);
    whole.elements(); // an error before memory is taken if they are too many
    HostStorage filler = fill.host();
    List<HostStorage> grown =
        parts.stream().map(p -> p.host().select(places(p.shape(), padded), filler)).toList();
    return Tensor.of(whole, HostStorage.joined(grown));
  }

  /** For every element of {@code to}, its place in {@code from}, or −1 outside of it. */
  private static int[] places(Shape from, Shape to) {
    int[] source = new int[to.elements()];
    Arrays.fill(source, -1);
    int[] at = Index.offsets(from, Index.strides(to), 0);
    for (int i = 0; i < at.length; i++) {
      source[at[i]] = i;
    }
    return source;
  }
}
