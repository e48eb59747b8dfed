package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code avg_pool} and its adjoint {@code avg_pool_grad}, over one, two or three axes: with {@code
 * m(o)} the number of elements in window {@code o}, {@code y[o] = Σ x[i] / m(o)} over the window
 * and {@code dx[i] = Σ dy[o] / m(o)} over the windows that hold i.
 */
final class AvgPool {
  private static final String COUNT = "Padding counts neither in the sum nor in the number.";

  private static final List<Op> POOL = PoolWindows.rows(AvgPool::pool);
  private static final List<Op> GRAD = PoolWindows.rows(AvgPool::adjoint);

  static final List<Op> ROWS = Stream.of(POOL, GRAD).flatMap(List::stream).toList();

  private AvgPool() {}

  private static Op pool(int n) {
    Op.Builder b =
        Op.define(PoolWindows.name("avg_pool", n))
            .formula("output[o] = Σ input[i] / m over the m elements of the window at o")
            .note(COUNT)
            .input("input", FLOATS, PoolWindows.axes(n))
            .require(Kind.SHAPE, "input.rank = " + (n + 2), o -> o.shape(0).rank() == n + 2);
    PoolWindows.attributes(b, n);
    return PoolWindows.covered(b, n, Kind.SHAPE, "input", o -> o.shape(0))
        .type(o -> new TensorType(o.dtype(0), windows(o, n).output(o.shape(0))))
        .kernel(c -> forward(c, n))
        .vjp("input", p -> Dispatch.one(GRAD.get(n - 1), p.attrs(), ArrayOps.shape(p.x(0)), p.dy()))
        .build();
  }

  private static Op adjoint(int n) {
    String name = PoolWindows.name("avg_pool", n);
    Op.Builder b =
        Op.define(name + "_grad")
            .formula("output[i] = Σ grad[o] / m(o) over all windows o that hold i")
            .note("The adjoint of " + name + "; m(o) is the number of elements in window o.")
            .note(COUNT)
            .input("orig_input_shape", INDICES, "the shape of the result")
            .input("grad", FLOATS, "the shape of " + name + " of such an input")
            .require(
                Kind.SHAPE,
                "orig_input_shape is a vector of " + (n + 2),
                o -> o.shape(0).compatible(Shape.of(n + 2)))
            .require(Kind.SHAPE, "grad.rank = " + (n + 2), o -> o.shape(1).rank() == n + 2)
            .require(
                Kind.VALUE,
                "every entry of orig_input_shape is in [0, " + Shape.MAX_ELEMENTS + "]",
                o ->
                    Arrays.stream(o.in(0).host().longs())
                        .allMatch(d -> d >= 0 && d <= Shape.MAX_ELEMENTS));
    PoolWindows.attributes(b, n);
    return PoolWindows.covered(b, n, Kind.VALUE, "orig_input_shape", o -> original(o, n))
        .require(
            Kind.VALUE,
            "grad has the shape that " + name + " gives an input of orig_input_shape",
            o -> windows(o, n).output(original(o, n)).compatible(o.shape(1)))
        .type(o -> new TensorType(o.dtype(1), original(o, n)))
        .kernel(c -> backward(c, n))
        .noGradient("orig_input_shape", "sizes are integers")
        .vjp("grad", p -> Dispatch.one(POOL.get(n - 1), p.attrs(), p.dy()))
        .build();
  }

  private static PoolWindows windows(Operands o, int n) {
    return PoolWindows.of(o.attrs(), n);
  }

  /** The shape that is asked for; while it has no value, batch and channels are those of grad. */
  private static Shape original(Operands o, int n) {
    if (!(o.in(0) instanceof SymbolicOperand)) {
      return Shape.of(Arrays.stream(o.in(0).host().longs()).boxed().toList());
    }
    WindowAttrs attrs = WindowAttrs.of(o, n);
    Shape grad = o.shape(1);
    return attrs.shape(grad.dim(0), Collections.nCopies(n, -1L), attrs.channels(grad));
  }

  /** The number of elements in every window. */
  private static int[] counts(PoolWindows windows, Shape input) {
    int[] m = new int[windows.output(input).elements()];
    windows.forEach(input, (i, o) -> m[o]++);
    return m;
  }

  private static List<Tensor> forward(Call c, int n) {
    PoolWindows windows = PoolWindows.of(c.attrs(), n);
    Shape input = c.in(0).shape();
    double[] x = c.in(0).host().doubles();
    double[] y = new double[c.output().shape().elements()];
    windows.forEach(input, (i, o) -> y[o] += x[i]);
    int[] m = counts(windows, input);
    for (int o = 0; o < y.length; o++) {
      y[o] /= m[o];
    }
    return c.result(y);
  }

  private static List<Tensor> backward(Call c, int n) {
    PoolWindows windows = PoolWindows.of(c.attrs(), n);
    Shape input = c.output().shape();
    double[] dy = c.in(1).host().doubles();
    double[] dx = new double[input.elements()];
    int[] m = counts(windows, input);
    windows.forEach(input, (i, o) -> dx[i] += dy[o] / m[o]);
    return c.result(dx);
  }

  static Tensor avgPool(int n, Tensor input, Attributes attrs) {
    return Dispatch.one(POOL.get(n - 1), attrs, input);
  }
}
