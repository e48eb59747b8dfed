package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.array.Subscripts;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.array.View.Bounded;
import dev.assay.opencl.kernel.array.View.Folded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations whose result is a view of their first argument: renamed, or copied once. */
final class MovementKernels implements KernelFamily {
  /** The same elements in another shape, or in none: nothing moves. */
  private static final List<String> RENAMING =
      List.of("identity", "stop_gradient", "reshape", "reshape_like", "expand_dims", "squeeze");

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    Movement renamed = (c, device) -> List.of(Tensor.of(c.output().shape(), device.here(c.in(0))));
    RENAMING.forEach(name -> ops.put(name, renamed));
    Movement all =
        (c, device) -> c.inputs().stream().map(t -> Tensor.of(t.shape(), device.here(t))).toList();
    ops.put("identity_n", all);
    ops.put("transpose", Movement.of(c -> argument(c).permuted(perm(c))));
    ops.put("matrix_transpose", Movement.of(c -> swapped(argument(c), -1)));
    ops.put("slice", Movement.of(c -> box(argument(c), c)));
    ops.put("strided_slice", Movement.of(c -> picked(argument(c), c.attrs(), c.in(0).shape())));
    ops.put("concat_part", Movement.of(MovementKernels::part));
    ops.put("reverse", Movement.of(MovementKernels::reversed));
    ops.put("roll", Movement.of(MovementKernels::rolled));
    ops.put("fftshift", Movement.of(c -> centred(c, 1)));
    ops.put("ifftshift", Movement.of(c -> centred(c, -1)));
    ops.put("tile", Movement.of(MovementKernels::tiled));
    ops.put("pad", new Padding());
    ops.put("fill", Movement.of(c -> repeated(c.output().shape())));
    ops.put("matrix_diag_part", Movement.of(c -> diagonals(c.in(0).shape())));
    ops.put("flip_left_right", Movement.of(c -> reversed(argument(c), -2)));
    ops.put("flip_up_down", Movement.of(c -> reversed(argument(c), -3)));
    ops.put("transpose_image", Movement.of(c -> swapped(argument(c), -2)));
    ops.put("rot90", Movement.of(MovementKernels::rotated));
    ops.put("slice_grad", Movement.adjoint(MovementKernels::boxBack));
    return ops;
  }

  private static View argument(Call c) {
    return View.of(c.in(0).shape());
  }

  private static int[] perm(Call c) {
    int rank = c.in(0).rank();
    return c.attrs().has("perm")
        ? c.attrs().ints("perm")
        : IntStream.range(0, rank).map(d -> rank - 1 - d).toArray();
  }

  /** Axis {@code d}, counted from the end, and the one before it exchanged. */
  private static View swapped(View v, int d) {
    int rank = v.axes().size();
    int[] perm = IntStream.range(0, rank).toArray();
    perm[rank + d] = rank + d - 1;
    perm[rank + d - 1] = rank + d;
    return v.permuted(perm);
  }

  private static View box(View v, Call c) {
    int[] begin = c.attrs().ints("begin");
    for (int d = 0; d < begin.length; d++) {
      v = v.narrowed(d, begin[d], 1, c.output().shape().dim(d));
    }
    return v;
  }

  /** The box in its place, 0 around it. */
  private static View boxBack(Call c) {
    View v = argument(c);
    int[] begin = c.attrs().ints("begin");
    for (int d = 0; d < begin.length; d++) {
      int size = c.in(0).shape().dim(d);
      int n = c.output().shape().dim(d);
      v = size == n ? v : v.ruled(d, n, new Bounded(-begin[d], size));
    }
    return v;
  }

  /** The elements of a tensor that {@code strided_slice} picks. */
  static View picked(View v, Attributes attrs, Shape input) {
    int d = 0;
    for (Subscripts.Range r : Subscripts.of(attrs, input).ranges().toList()) {
      v = v.narrowed(d++, (int) r.first(), (int) r.stride(), r.size());
    }
    return v;
  }

  private static View part(Call c) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    int index = c.attrs().int32("index");
    int start = IntStream.rangeClosed(1, index).map(i -> c.in(i).shape().dim(axis)).sum();
    return argument(c).narrowed(axis, start, 1, c.in(1 + index).shape().dim(axis));
  }

  private static View reversed(View v, int d) {
    return v.reversed(v.axes().size() + d);
  }

  private static View reversed(Call c) {
    View v = argument(c);
    for (int axis : c.attrs().ints("axis")) {
      v = v.reversed(Index.axis(axis, c.in(0).rank()));
    }
    return v;
  }

  private static View rolled(Call c) {
    Shape s = c.in(0).shape();
    List<Long> shifts = c.attrs().longs("shift");
    int[] axes = c.attrs().ints("axis");
    long[] total = new long[s.rank()];
    for (int k = 0; k < axes.length; k++) {
      int d = Index.axis(axes[k], s.rank());
      int n = Math.max(1, s.dim(d));
      total[d] = (total[d] + Math.floorMod(shifts.get(k), (long) n)) % n;
    }
    return rolled(s, total);
  }

  /** Frequency 0 to the middle of every axis, or back. */
  private static View centred(Call c, int sign) {
    Shape s = c.in(0).shape();
    int[] axes =
        c.attrs().has("axes") ? c.attrs().ints("axes") : IntStream.range(0, s.rank()).toArray();
    long[] shifts = new long[s.rank()];
    for (int axis : axes) {
      int d = Index.axis(axis, s.rank());
      shifts[d] = (long) sign * (s.dim(d) / 2);
    }
    return rolled(s, shifts);
  }

  /** Every axis moved on by its shift. */
  private static View rolled(Shape s, long[] shifts) {
    View v = View.of(s);
    for (int d = 0; d < shifts.length; d++) {
      int n = s.dim(d);
      int shift = n == 0 ? 0 : (int) Math.floorMod(shifts[d], (long) n);
      v = shift == 0 ? v : v.ruled(d, n, new Folded(n - shift, n, n, 0));
    }
    return v;
  }

  /** Every axis twice: the copies, which all begin at the same place, and the tensor's own. */
  private static View tiled(Call c) {
    int[] multiples = c.attrs().ints("multiples");
    int[] own = Index.strides(c.in(0).shape());
    int[] sizes = new int[2 * own.length];
    int[] strides = new int[2 * own.length];
    for (int d = 0; d < own.length; d++) {
      sizes[2 * d] = multiples[d];
      sizes[2 * d + 1] = c.in(0).shape().dim(d);
      strides[2 * d + 1] = own[d];
    }
    return View.of(0, sizes, strides);
  }

  /** One element in every place. */
  private static View repeated(Shape shape) {
    return View.of(0, shape.dims(), new int[shape.rank()]);
  }

  /** The main diagonals of matrices of that shape. */
  static View diagonals(Shape s) {
    int rank = s.rank();
    int rows = s.dim(-2);
    int columns = s.dim(-1);
    Shape lead = s.slice(0, rank - 2);
    return View.of(
        0,
        new int[] {lead.elements(), Math.min(rows, columns)},
        new int[] {rows * columns, columns + 1});
  }

  private static View rotated(Call c) {
    View v = argument(c);
    return switch ((int) Math.floorMod(c.attrs().integer("k"), 4L)) {
      case 0 -> v;
      case 1 -> swapped(reversed(v, -2), -2);
      case 2 -> reversed(reversed(v, -2), -3);
      default -> swapped(reversed(v, -3), -2);
    };
  }
}
