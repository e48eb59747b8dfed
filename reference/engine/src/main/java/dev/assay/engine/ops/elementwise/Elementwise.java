package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.CONTINUOUS;
import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.NUMERIC;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * The loops that all elementwise operations share, and the beginnings of their rows. A row adds its
 * slope, its derivative, its conventions and hard points.
 */
public final class Elementwise {
  private Elementwise() {}

  /** A scalar function of floating numbers, element by element. */
  interface DoubleTest {
    boolean test(double x);
  }

  /** A relation of two numbers. */
  interface DoubleRelation {
    boolean test(double x, double y);
  }

  /** A relation of two integers. */
  interface LongRelation {
    boolean test(long x, long y);
  }

  /** Begins the row of {@code y = f(x)} on floating types. */
  public static Op.Builder unary(String name, String formula, DoubleUnaryOperator f) {
    return Op.define(name)
        .formula(formula)
        .input("x", FLOATS, "any shape")
        .outputs("y")
        .kernel(c -> c.result(map(c.in(0).host().doubles(), f)));
  }

  /** Begins the row of {@code y = f(x)} on floating and integer types; integers wrap. */
  public static Op.Builder unary(
      String name, String formula, DoubleUnaryOperator f, LongUnaryOperator g) {
    return Op.define(name)
        .formula(formula)
        .input("x", REALS, "any shape")
        .outputs("y")
        .kernel(
            c ->
                c.in(0).dtype().isInteger()
                    ? c.result(map(c.in(0).host().longs(), g))
                    : c.result(map(c.in(0).host().doubles(), f)));
  }

  /** Begins the row of {@code y = f(x)} on floating and complex types. */
  static Op.Builder analytic(String name, String formula, DoubleUnaryOperator f, Complex.Unary h) {
    return Op.define(name)
        .formula(formula)
        .input("x", CONTINUOUS, "any shape")
        .outputs("y")
        .kernel(c -> c.result(map(c, f, h)));
  }

  /** Begins the row of {@code y = f(x)} on all numbers; integers wrap. */
  static Op.Builder unary(
      String name, String formula, DoubleUnaryOperator f, LongUnaryOperator g, Complex.Unary h) {
    return Op.define(name)
        .formula(formula)
        .input("x", NUMERIC, "any shape")
        .outputs("y")
        .kernel(
            c ->
                c.in(0).dtype().isInteger()
                    ? c.result(map(c.in(0).host().longs(), g))
                    : c.result(map(c, f, h)));
  }

  /** Begins the row of a test {@code y = f(x)}; the result is bool. */
  static Op.Builder test(String name, String formula, DoubleTest f) {
    return Op.define(name)
        .formula(formula)
        .input("x", FLOATS, "any shape")
        .outputs("y")
        .type(o -> new TensorType(DType.BOOL, o.shape(0)))
        .kernel(c -> c.result(mapToLongs(c.in(0).host().doubles(), f)));
  }

  /** Begins the row of {@code z = f(x, y)} on floating types, with broadcasting. */
  public static Op.Builder binary(String name, String formula, DoubleBinaryOperator f) {
    return broadcasting(name, formula, "x", "y", FLOATS).kernel(c -> c.result(zipDoubles(c, f)));
  }

  /** Begins the row of {@code z = f(x, y)} on floating and integer types; integers wrap. */
  public static Op.Builder binary(
      String name, String formula, DoubleBinaryOperator f, LongBinaryOperator g) {
    return broadcasting(name, formula, "x", "y", REALS)
        .kernel(
            c ->
                c.in(0).dtype().isInteger()
                    ? c.result(zipLongs(c, g))
                    : c.result(zipDoubles(c, f)));
  }

  /** Begins the row of {@code z = f(x, y)} on floating and complex types, with broadcasting. */
  static Op.Builder analytic(
      String name, String formula, DoubleBinaryOperator f, Complex.Binary h) {
    return broadcasting(name, formula, "x", "y", CONTINUOUS).kernel(c -> c.result(zip(c, f, h)));
  }

  /** Begins the row of {@code z = f(x, y)} on all numbers, with broadcasting; integers wrap. */
  static Op.Builder binary(
      String name, String formula, DoubleBinaryOperator f, LongBinaryOperator g, Complex.Binary h) {
    return broadcasting(name, formula, "x", "y", NUMERIC)
        .kernel(
            c -> c.in(0).dtype().isInteger() ? c.result(zipLongs(c, g)) : c.result(zip(c, f, h)));
  }

  /** Begins the row of a relation; the result is bool. */
  static Op.Builder relation(String name, String formula, DoubleRelation f, LongRelation g) {
    return broadcasting(name, formula, "x", "y", REALS)
        .type(o -> new TensorType(DType.BOOL, broadcastShape(o)))
        .kernel(
            c ->
                c.result(
                    c.in(0).dtype().isFloating()
                        ? zipToLongs(c, f)
                        : zipLongs(c, (x, y) -> g.test(x, y) ? 1 : 0)))
        .noGradients("the result is bool");
  }

  /** The frame of a two-argument operation: equal dtypes, NumPy broadcasting. */
  public static Op.Builder broadcasting(
      String name, String formula, String x, String y, Set<DType> dtypes) {
    Op.Builder row =
        Op.define(name)
            .formula(formula)
            .input(x, dtypes, "any shape")
            .input(y, dtypes, "a shape that broadcasts with " + x)
            .outputs("z");
    return (dtypes.size() > 1 ? row.sameDType(0, 1) : row)
        .require(
            Kind.SHAPE,
            x + ".shape and " + y + ".shape broadcast",
            o -> Shape.broadcastable(o.shape(0), o.shape(1)))
        .type(o -> new TensorType(o.dtype(0), broadcastShape(o)));
  }

  private static Shape broadcastShape(Operands o) {
    return Shape.broadcast(o.shape(0), o.shape(1));
  }

  /**
   * A cotangent rule of a broadcasting operation: {@code rule} gives it in the broadcast shape, the
   * stretched dimensions are summed.
   */
  public static Function<Pullback, Tensor> summed(int input, Function<Pullback, Tensor> rule) {
    return p -> Like.sumLike(rule.apply(p), p.x(input));
  }

  private static double[] map(Call c, DoubleUnaryOperator f, Complex.Unary h) {
    double[] x = c.in(0).host().doubles();
    return c.in(0).dtype().isComplex() ? Complex.map(x, h) : map(x, f);
  }

  static double[] zip(Call c, DoubleBinaryOperator f, Complex.Binary h) {
    return c.in(0).dtype().isComplex() ? Complex.zip(c, h) : zipDoubles(c, f);
  }

  /** {@code f} of every element. */
  public static double[] map(double[] x, DoubleUnaryOperator f) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(x[i]);
    }
    return y;
  }

  static long[] map(long[] x, LongUnaryOperator f) {
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsLong(x[i]);
    }
    return y;
  }

  private static long[] mapToLongs(double[] x, DoubleTest f) {
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.test(x[i]) ? 1 : 0;
    }
    return y;
  }

  /** {@code f} of every pair of elements, broadcast. */
  public static double[] zipDoubles(Call c, DoubleBinaryOperator f) {
    double[] x = c.in(0).host().doubles();
    double[] y = c.in(1).host().doubles();
    if (c.in(0).shape().equals(c.in(1).shape())) {
      return zip(x, y, f);
    }
    int[] xi = Index.broadcast(c.in(0).shape(), c.output().shape());
    int[] yi = Index.broadcast(c.in(1).shape(), c.output().shape());
    double[] z = new double[xi.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.applyAsDouble(x[xi[i]], y[yi[i]]);
    }
    return z;
  }

  private static double[] zip(double[] x, double[] y, DoubleBinaryOperator f) {
    double[] z = new double[x.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.applyAsDouble(x[i], y[i]);
    }
    return z;
  }

  static long[] zipLongs(Call c, LongBinaryOperator f) {
    long[] x = c.in(0).host().longs();
    long[] y = c.in(1).host().longs();
    int[] xi = Index.broadcast(c.in(0).shape(), c.output().shape());
    int[] yi = Index.broadcast(c.in(1).shape(), c.output().shape());
    long[] z = new long[xi.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.applyAsLong(x[xi[i]], y[yi[i]]);
    }
    return z;
  }

  static long[] zipToLongs(Call c, DoubleRelation f) {
    double[] x = c.in(0).host().doubles();
    double[] y = c.in(1).host().doubles();
    int[] xi = Index.broadcast(c.in(0).shape(), c.output().shape());
    int[] yi = Index.broadcast(c.in(1).shape(), c.output().shape());
    long[] z = new long[xi.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = f.test(x[xi[i]], y[yi[i]]) ? 1 : 0;
    }
    return z;
  }
}
