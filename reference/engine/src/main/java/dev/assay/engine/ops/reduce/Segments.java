package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.array.Scatter;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Sums of the rows that share an id. Derivative: every row gets the cotangent of its segment. */
final class Segments {
  private static final String IDS = "an id chooses a sum; it has no derivative";

  static final Op SEGMENT_SUM =
      Op.define("segment_sum")
          .formula("output[s,…] = Σ data[i,…] over all i with segment_ids[i] = s")
          .note("As many rows as the last id + 1. The sum of an id that is left out is 0.")
          .input("data", REALS, "[n, …]")
          .input("segment_ids", INDICES, "[n], sorted")
          .require(Kind.SHAPE, "segment_ids.rank = 1", o -> o.shape(1).rank() == 1)
          .require(
              Kind.SHAPE,
              "data.dim(0) = segment_ids.dim(0)",
              o -> o.shape(0).rank() >= 1 && Shape.dimsAgree(o.shape(0).dim(0), o.shape(1).dim(0)))
          .require(
              Kind.VALUE,
              "segment_ids do not decrease and are in [0, " + Shape.MAX_ELEMENTS + ")",
              Segments::isSorted)
          .type(
              o -> {
                Shape rows = Shape.of(List.of(o.hasValues() ? segmentCount(o) : Shape.UNKNOWN));
                return new TensorType(
                    o.dtype(0), rows.concat(o.shape(0).slice(1, o.shape(0).rank())));
              })
          .kernel(Segments::sum)
          .vjp("data", p -> Indexing.gather(p.dy(), p.x(1)))
          .noGradient("segment_ids", IDS)
          .build();

  static final Op UNSORTED_SEGMENT_SUM =
      Op.define("unsorted_segment_sum")
          .formula("output[s,…] = Σ data[i…,…] over all i… with segment_ids[i…] = s")
          .note("A negative id drops its row. The sum of an id that is left out is 0.")
          .input("data", REALS, "a shape that begins with that of segment_ids")
          .input("segment_ids", INDICES, "any shape")
          .attr("num_segments", Type.INT, "the number of sums")
          .require(Kind.ATTRIBUTE, "num_segments >= 0", o -> o.attrs().integer("num_segments") >= 0)
          .require(
              Kind.SHAPE,
              "data.shape begins with segment_ids.shape",
              o ->
                  o.shape(0).rank() >= o.shape(1).rank()
                      && o.shape(0).slice(0, o.shape(1).rank()).compatible(o.shape(1)))
          .require(
              Kind.VALUE,
              "segment_ids < num_segments",
              o -> {
                long n = o.attrs().integer("num_segments");
                return Arrays.stream(o.in(1).host().longs()).allMatch(id -> id < n);
              })
          .type(
              o -> {
                Shape data = o.shape(0);
                return new TensorType(
                    o.dtype(0),
                    Shape.of(List.of(o.attrs().integer("num_segments")))
                        .concat(data.slice(o.shape(1).rank(), data.rank())));
              })
          .kernel(Segments::sum)
          .vjp("data", Segments::vjpUnsorted)
          .noGradient("segment_ids", IDS)
          .build();

  static final List<Op> ROWS = List.of(SEGMENT_SUM, UNSORTED_SEGMENT_SUM);

  private Segments() {}

  private static boolean isSorted(Operands o) {
    long least = 0;
    for (long id : o.in(1).host().longs()) {
      if (id < least || id >= Shape.MAX_ELEMENTS) {
        return false;
      }
      least = id;
    }
    return true;
  }

  private static long segmentCount(Operands o) {
    long[] ids = o.in(1).host().longs();
    return ids.length == 0 ? 0 : ids[ids.length - 1] + 1;
  }

  private static List<Tensor> sum(Call c) {
    long[] ids = c.in(1).host().longs();
    Shape data = c.in(0).shape();
    int inner = Index.product(data, c.in(1).rank(), data.rank());
    int[] target = new int[ids.length * inner];
    for (int i = 0, at = 0; i < ids.length; i++) {
      for (int j = 0; j < inner; j++, at++) {
        target[at] = ids[i] < 0 ? -1 : (int) ids[i] * inner + j;
      }
    }
    int n = c.output().shape().elements();
    return c.in(0).dtype().isInteger()
        ? c.result(Scatter.sum(c.in(0).host().longs(), target, n))
        : c.result(Scatter.sum(c.in(0).host().doubles(), target, n));
  }

  private static Tensor vjpUnsorted(Pullback p) {
    Tensor data = p.x(0);
    Tensor ids = p.x(1);
    if (p.attrs().integer("num_segments") == 0) {
      return Creation.zerosLike(data); // every id is negative, and there is no row to gather
    }
    Tensor rows = Indexing.gather(p.dy(), Maths.maximum(ids, Maths.scalar(0, ids)));
    Tensor kept = Maths.greaterEqual(ids, Maths.scalar(0, ids));
    for (int d = ids.rank(); d < data.rank(); d++) {
      kept = ArrayOps.expandDims(kept, d);
    }
    return Indexing.where(kept, rows, Maths.scalar(0, rows));
  }

  static Tensor segmentSum(Tensor data, Tensor segmentIds) {
    return Dispatch.one(SEGMENT_SUM, data, segmentIds);
  }

  static Tensor unsortedSegmentSum(Tensor data, Tensor segmentIds, int numSegments) {
    return Dispatch.one(
        UNSORTED_SEGMENT_SUM, Attributes.of("num_segments", numSegments), data, segmentIds);
  }
}
