package dev.assay.engine.op;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * An argument where the convention, not the formula, decides: zeros of both signs, infinities, NaN,
 * ties, kinks. The judge compares with {@code ==}, signs of zeros included.
 *
 * @param inputs float64 or other tensors
 * @param attrs the attributes of the call
 * @param output the first result, exactly
 * @param slopes the gradients of the inputs, in order, for a cotangent of ones, as far as the row
 *     states them
 */
public record HardPoint(List<Tensor> inputs, Attributes attrs, Tensor output, List<Double> slopes) {

  /** A point of a function of one number. */
  public static HardPoint of(double x, double y) {
    return new HardPoint(List.of(Tensor.of(x)), Attributes.none(), Tensor.of(y), List.of());
  }

  /** A point of a function of one number, with the derivative that the convention gives there. */
  public static HardPoint of(double x, double y, double slope) {
    return new HardPoint(List.of(Tensor.of(x)), Attributes.none(), Tensor.of(y), List.of(slope));
  }

  /** A point of a function of two numbers. */
  public static HardPoint of2(double x, double y, double result) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(y)), Attributes.none(), Tensor.of(result), List.of());
  }

  /** A point of a function of two numbers, with the derivative by the first. */
  public static HardPoint of2(double x, double y, double result, double slope) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(y)), Attributes.none(), Tensor.of(result), List.of(slope));
  }

  /** A point of a function of one number that has attributes. */
  public static HardPoint of(Attributes attrs, double x, double y, double slope) {
    return new HardPoint(List.of(Tensor.of(x)), attrs, Tensor.of(y), List.of(slope));
  }

  /** A point of a function of two numbers, with the derivatives that the convention gives there. */
  public static HardPoint of2(double x, double y, double result, double slopeX, double slopeY) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(y)),
        Attributes.none(),
        Tensor.of(result),
        List.of(slopeX, slopeY));
  }

  /** A point of a test of one number. */
  public static HardPoint test(double x, boolean result) {
    return new HardPoint(List.of(Tensor.of(x)), Attributes.none(), Tensor.of(result), List.of());
  }

  /** A point of a relation of two numbers. */
  public static HardPoint test2(double x, double y, boolean result) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(y)), Attributes.none(), Tensor.of(result), List.of());
  }

  /** A row of numbers with a row of results. */
  public static HardPoint row(Attributes attrs, double[] x, double[] y) {
    return new HardPoint(
        List.of(Tensor.of(DType.FLOAT64, Shape.of(x.length), x)),
        attrs,
        Tensor.of(DType.FLOAT64, Shape.of(y.length), y),
        List.of());
  }
}
