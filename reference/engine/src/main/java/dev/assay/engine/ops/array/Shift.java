package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** {@code reverse} and {@code roll}: the same elements at other places of an axis. */
final class Shift {
  static final Op REVERSE =
      Op.define("reverse")
          .formula("output[…, i, …] = tensor[…, n − 1 − i, …] along every axis")
          .input("tensor", ANY, "any shape")
          .attr("axis", Type.INTS, "the axes to reverse; negative counts from the end")
          .require(
              Kind.ATTRIBUTE, "every axis is in [-tensor.rank, tensor.rank)", AxisList::inRange)
          .require(Kind.ATTRIBUTE, "no axis is named twice", AxisList::distinct)
          .kernel(Shift::reverse)
          .vjp("tensor", p -> reverse(p.dy(), p.attrs().ints("axis")))
          .build();

  static final Op ROLL =
      Op.define("roll")
          .formula("output[…, i, …] = input[…, (i − shift) mod n, …] along every axis")
          .note("Shifts along an axis that is named twice add up.")
          .input("input", ANY, "any shape")
          .attr("shift", Type.INTS, "by how many places, towards higher indices")
          .attr("axis", Type.INTS, "the axis of every shift; negative counts from the end")
          .require(
              Kind.ATTRIBUTE,
              "shift and axis have as many entries",
              o -> o.attrs().longs("shift").size() == o.attrs().longs("axis").size())
          .require(Kind.ATTRIBUTE, "every axis is in [-input.rank, input.rank)", AxisList::inRange)
          .require(
              Kind.ATTRIBUTE,
              "every shift is > -2^63",
              o -> o.attrs().longs("shift").stream().allMatch(s -> s > Long.MIN_VALUE))
          .kernel(Shift::roll)
          .vjp("input", p -> roll(p.dy(), back(p.attrs()), p.attrs().longs("axis")))
          .build();

  static final List<Op> ROWS = List.of(REVERSE, ROLL);

  private Shift() {}

  private static List<Tensor> reverse(Call c) {
    Shape s = c.in(0).shape();
    int[][] along = Movement.identities(s);
    for (int a : axes(c)) {
      int n = s.dim(a);
      along[a] = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
    }
    return Movement.select(c, Movement.perAxis(s, along));
  }

  private static List<Tensor> roll(Call c) {
    Shape s = c.in(0).shape();
    List<Long> shifts = c.attrs().longs("shift");
    int[][] along = Movement.identities(s);
    int[] axes = axes(c);
    for (int k = 0; k < axes.length; k++) {
      int[] before = along[axes[k]];
      int n = before.length;
      long shift = shifts.get(k);
      along[axes[k]] =
          IntStream.range(0, n)
              .map(i -> before[Math.floorMod(i - Math.floorMod(shift, n), n)])
              .toArray();
    }
    return Movement.select(c, Movement.perAxis(s, along));
  }

  private static int[] axes(Call c) {
    return AxisList.of(new Operands(c.op(), c.inputs(), c.attrs()));
  }

  private static List<Long> back(Attributes attrs) {
    return attrs.longs("shift").stream().map(s -> -s).toList();
  }

  static Tensor reverse(Tensor tensor, int... axis) {
    return Dispatch.one(REVERSE, Attributes.of("axis", axis), tensor);
  }

  static Tensor roll(Tensor input, List<Long> shift, List<Long> axis) {
    return Dispatch.one(ROLL, Attributes.of("shift", shift).and("axis", axis), input);
  }
}
