package dev.assay.spec;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of making tensors from numbers, shapes and types. */
final class CreationSpecs {
  static final List<Spec> ALL =
      List.of(
          Spec.of("constant", CreationSpecs::constant),
          Spec.of("zeros", CreationSpecs::zeros),
          Spec.of("ones", CreationSpecs::ones),
          Spec.of("zeros_like", CreationSpecs::zerosLike).byParts(),
          Spec.of("ones_like", CreationSpecs::onesLike).onComplex(CreationSpecs::onesLike),
          Spec.of("fill", CreationSpecs::fill).affineIn(0).byParts(),
          Spec.of("eye", CreationSpecs::eye),
          Spec.of("range", CreationSpecs::range),
          Spec.of("linspace", CreationSpecs::linspace),
          Spec.of("one_hot", CreationSpecs::oneHot),
          Spec.of("cast", CreationSpecs::cast).onComplex(CreationSpecs::castComplex),
          Spec.of("shape", CreationSpecs::shape),
          Spec.of("size", CreationSpecs::size),
          Spec.of("rank", CreationSpecs::rank));

  private CreationSpecs() {}

  private static <T extends RealFieldElement<T>> SpecTensor<T> constant(SpecCall<T> c) {
    double[] value = c.attrs().tensor("value").toDoubles();
    Shape shape =
        c.attrs().has("shape")
            ? Shape.of(c.attrs().ints("shape"))
            : c.attrs().tensor("value").shape();
    boolean bool = c.attrs().has("dtype") && c.attrs().dtype("dtype") == DType.BOOL;
    return SpecTensor.of(
        shape,
        i -> {
          double v = i < value.length ? value[i] : value[value.length - 1];
          return c.k().of(bool ? (v == 0 ? 0 : 1) : v);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> zeros(SpecCall<T> c) {
    return SpecTensor.of(Shape.of(c.attrs().ints("shape")), i -> c.k().of(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> ones(SpecCall<T> c) {
    return SpecTensor.of(Shape.of(c.attrs().ints("shape")), i -> c.k().of(1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> zerosLike(SpecCall<T> c) {
    return SpecTensor.of(c.shape(0), i -> c.k().of(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> onesLike(SpecCall<T> c) {
    return SpecTensor.of(c.shape(0), i -> c.k().of(1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> fill(SpecCall<T> c) {
    return SpecTensor.of(Shape.of(c.attrs().ints("dims")), i -> c.in(0).get(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> eye(SpecCall<T> c) {
    int rows = (int) c.attrs().integer("num_rows");
    int columns = c.attrs().has("num_columns") ? (int) c.attrs().integer("num_columns") : rows;
    Shape shape = Shape.of(c.attrs().ints("batch_shape")).concat(Shape.of(rows, columns));
    return SpecTensor.at(shape, ix -> c.k().of(ix[ix.length - 2] == ix[ix.length - 1] ? 1 : 0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> range(SpecCall<T> c) {
    double start = c.in(0).get(0).getReal();
    double limit = c.in(1).get(0).getReal();
    double delta = c.in(2).get(0).getReal();
    int n = (int) Math.ceil((limit - start) / delta);
    return SpecTensor.of(Shape.of(n), i -> c.in(0).get(0).add(c.in(2).get(0).multiply(i)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> linspace(SpecCall<T> c) {
    T start = c.in(0).get(0);
    T stop = c.in(1).get(0);
    int num = (int) c.attrs().integer("num");
    return SpecTensor.of(
        Shape.of(num),
        i ->
            i == 0
                ? start
                : i == num - 1
                    ? stop
                    : start.add(stop.subtract(start).multiply(i).divide(num - 1)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> oneHot(SpecCall<T> c) {
    Shape s = c.shape(0);
    int axis = (int) c.attrs().integer("axis");
    int at = axis < 0 ? axis + s.rank() + 1 : axis;
    Shape shape =
        s.slice(0, at)
            .concat(Shape.of((int) c.attrs().integer("depth")))
            .concat(s.slice(at, s.rank()));
    boolean bool = c.attrs().dtype("dtype") == DType.BOOL;
    return SpecTensor.at(
        shape,
        ix -> {
          int[] own = IntStream.range(0, s.rank()).map(d -> ix[d < at ? d : d + 1]).toArray();
          boolean hot = c.in(0).at(own).getReal() == ix[at];
          double v = c.attrs().number(hot ? "on_value" : "off_value");
          return c.k().of(bool ? (v == 0 ? 0 : 1) : v);
        });
  }

  /** Wrapping and rounding are the business of the type: the number itself. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> cast(SpecCall<T> c) {
    DType dtype = c.attrs().dtype("dtype");
    return c.in(0)
        .map(
            x -> {
              if (dtype == DType.BOOL) {
                return c.k().of(c.k().branch(x.getReal() != 0) ? 1 : 0);
              }
              return dtype.isInteger() ? c.k().of(c.k().branch((long) x.getReal())) : x;
            });
  }

  /** Complex numbers as they are; of other types the real part. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> castComplex(SpecCall<T> c) {
    return c.attrs().dtype("dtype").isComplex() ? c.in(0) : cast(c.parts(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> shape(SpecCall<T> c) {
    return SpecTensor.of(Shape.of(c.shape(0).rank()), d -> c.k().of(c.shape(0).dim(d)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> size(SpecCall<T> c) {
    return SpecTensor.of(Shape.scalar(), i -> c.k().of(c.in(0).size()));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> rank(SpecCall<T> c) {
    return SpecTensor.of(Shape.scalar(), i -> c.k().of(c.shape(0).rank()));
  }
}
