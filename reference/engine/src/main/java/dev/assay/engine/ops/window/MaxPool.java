package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Scatter;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code max_pool}, its derivative {@code max_pool_grad} and the adjoint of that, {@code
 * max_pool_grad_grad}, over one, two or three axes.
 *
 * <p>With {@code w(o)} the element that window {@code o} takes: {@code y[o] = x[w(o)]}, {@code
 * dx[i] = Σ dy[o]} over all o with {@code w(o) = i}, and back {@code ddy[o] = ddx[w(o)]}.
 */
final class MaxPool {
  static final String TIES =
      "Padding is not looked at. Of equal elements, −0 and 0 too, the first in row-major order of"
          + " the window is taken, the first NaN before any number.";

  private static final List<Op> POOL = PoolWindows.rows(MaxPool::pool);
  private static final List<Op> GRAD = PoolWindows.rows(n -> adjoint(n, true));
  private static final List<Op> GRAD_GRAD = PoolWindows.rows(n -> adjoint(n, false));

  static final List<Op> ROWS = Stream.of(POOL, GRAD, GRAD_GRAD).flatMap(List::stream).toList();

  private MaxPool() {}

  private static Op pool(int n) {
    Op.Builder b =
        Op.define(PoolWindows.name("max_pool", n))
            .formula("output[o] = max input[i] over the window at o")
            .note(TIES)
            .note(
                "TensorFlow on a CPU passes NaN over, and gives the least number for a window of"
                    + " −Inf only.")
            .input("input", REALS, PoolWindows.axes(n))
            .require(Kind.SHAPE, "input.rank = " + (n + 2), o -> o.shape(0).rank() == n + 2);
    PoolWindows.attributes(b, n);
    return PoolWindows.covered(b, n, Kind.SHAPE, "input", o -> o.shape(0))
        .type(o -> new TensorType(o.dtype(0), pooled(o, n)))
        .kernel(c -> taken(c, c.in(0), n))
        .vjp("input", p -> Dispatch.one(GRAD.get(n - 1), p.attrs(), p.x(0), p.y(), p.dy()))
        .hard(
            row(n, 3, 1, 3, 3),
            row(n, Double.NaN, 1, Double.NaN, 2),
            row(n, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
            row(n, Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.POSITIVE_INFINITY))
        .build();
  }

  /** The derivative or, where {@code toInput} is false, its adjoint. */
  private static Op adjoint(int n, boolean toInput) {
    String name = PoolWindows.name("max_pool", n);
    Op.Builder b =
        Op.define(name + (toInput ? "_grad" : "_grad_grad"))
            .formula(
                toInput
                    ? "output[i] = Σ grad[o] over all o whose window takes element i of orig_input"
                    : "output[o] = grad[i], i the element of orig_input that window o takes")
            .note("The adjoint of " + name + (toInput ? "." : "_grad by grad."))
            .note(TIES)
            .note("Of orig_output only the shape is used, as in TensorFlow on a CPU.")
            .input("orig_input", REALS, PoolWindows.axes(n))
            .input("orig_output", REALS, name + " of orig_input")
            .input("grad", REALS, "the shape of " + (toInput ? "orig_output" : "orig_input"))
            .sameDType(0, 1)
            .sameDType(0, 2)
            .require(Kind.SHAPE, "orig_input.rank = " + (n + 2), o -> o.shape(0).rank() == n + 2);
    PoolWindows.attributes(b, n);
    return PoolWindows.covered(b, n, Kind.SHAPE, "orig_input", o -> o.shape(0))
        .require(
            Kind.SHAPE,
            "orig_output has the shape of " + name + " of orig_input",
            o -> pooled(o, n).compatible(o.shape(1)))
        .require(
            Kind.SHAPE,
            toInput ? "grad.shape = orig_output.shape" : "grad.shape = orig_input.shape",
            o -> o.shape(toInput ? 1 : 0).compatible(o.shape(2)))
        .type(o -> new TensorType(o.dtype(0), toInput ? o.shape(0) : pooled(o, n)))
        .kernel(c -> toInput ? added(c, n) : taken(c, c.in(2), n))
        .vjp("orig_input", p -> Creation.zerosLike(p.x(0)))
        .vjp("orig_output", p -> Creation.zerosLike(p.x(1)))
        .vjp(
            "grad",
            p ->
                Dispatch.one(
                    (toInput ? GRAD_GRAD : GRAD).get(n - 1), p.attrs(), p.x(0), p.x(1), p.dy()))
        .hard(
            toInput
                ? hard(n, values(n, 3, 3, 1), values(n, 3), values(n, 5), values(n, 5, 0, 0))
                : hard(n, values(n, 3, 3, 1), values(n, 3), values(n, 5, 6, 7), values(n, 5)))
        .build();
  }

  private static Shape pooled(Operands o, int n) {
    return PoolWindows.of(o.attrs(), n).output(o.shape(0));
  }

  private static List<Tensor> taken(Call c, Tensor from, int n) {
    HostStorage none = HostStorage.zeros(from.dtype(), 1);
    return List.of(Tensor.of(c.output().shape(), from.host().select(winners(c, n), none)));
  }

  private static List<Tensor> added(Call c, int n) {
    Shape shape = c.output().shape();
    HostStorage dx = Scatter.sum(c.in(2).host(), winners(c, n), shape.elements());
    return List.of(Tensor.of(shape, dx));
  }

  /** Whether one element is taken although another comes first. */
  @FunctionalInterface
  private interface Order {
    boolean isGreater(int i, int before);
  }

  /** For every window the offset of the element of the first input that it takes. */
  static int[] winners(Call c, int n) {
    Shape input = c.in(0).shape();
    PoolWindows windows = PoolWindows.of(c.attrs(), n);
    int[] winner = new int[windows.output(input).elements()];
    Arrays.fill(winner, -1);
    Order order = order(c.in(0).host());
    windows.forEach(
        input,
        (i, o) -> {
          if (winner[o] < 0 || order.isGreater(i, winner[o])) {
            winner[o] = i;
          }
        });
    return winner;
  }

  private static Order order(HostStorage s) {
    if (s.dtype().isInteger()) {
      long[] x = s.longs();
      return (i, before) -> x[i] > x[before];
    }
    double[] x = s.doubles();
    return (i, before) -> x[i] > x[before] || Double.isNaN(x[i]) && !Double.isNaN(x[before]);
  }

  /** One window over a row of numbers. */
  private static HardPoint row(int n, double y, double... x) {
    return new HardPoint(
        List.of(values(n, x)), Attributes.of("ksize", ksize(n, x.length)), values(n, y), List.of());
  }

  private static HardPoint hard(int n, Tensor x, Tensor y, Tensor grad, Tensor output) {
    Attributes attrs = Attributes.of("ksize", ksize(n, x.size()));
    return new HardPoint(List.of(x, y, grad), attrs, output, List.of());
  }

  private static Tensor values(int n, double... x) {
    int[] dims = new int[n + 2];
    Arrays.fill(dims, 1);
    dims[n] = x.length;
    return Tensor.of(DType.FLOAT64, Shape.of(dims), x);
  }

  private static int[] ksize(int n, int width) {
    int[] ksize = new int[n];
    Arrays.fill(ksize, 1);
    ksize[n - 1] = width;
    return ksize;
  }

  static Tensor maxPool(int n, Tensor input, Attributes attrs) {
    return Dispatch.one(POOL.get(n - 1), attrs, input);
  }
}
