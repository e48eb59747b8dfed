package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.IndexingCases.bools;
import static dev.assay.tck.cases.IndexingCases.ints;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cases of gathering and scattering by rows of positions, and of masks. */
final class PositionCases {
  private PositionCases() {}

  static List<OpCases> rows() {
    Attributes none = Attributes.none();
    return List.of(
        OpCases.of("gather_nd", PositionCases::gatherNd)
            .reject("C2", none, tensor(2), ints())
            .reject("C3", none, tensor(2), ints(0, 0))
            .reject("C3", none, tensor(), Tensor.zeros(DType.INT32, Shape.of(0)))
            .reject("C4", Attributes.of("batch_dims", 1), tensor(2), ints(0))
            .reject("C4", Attributes.of("batch_dims", -1), tensor(2), ints(0))
            .reject("C5", Attributes.of("batch_dims", 1), tensor(2), column(0, 1))
            .reject("C6", Attributes.of("batch_dims", 1), tensor(3, 2), column(0, 1))
            .reject("C7", none, tensor(2), ints(2))
            .reject("C7", none, tensor(2, 2), ints(0, -1)),
        OpCases.of("gather_nd_grad", PositionCases::gatherNdGrad)
            .reject("C3", none, tensor(), ints(), tensor(2))
            .reject("C4", none, tensor(), ints(0, 0), tensor(2))
            .reject("C5", Attributes.of("batch_dims", 1), tensor(), ints(0), tensor(2))
            .reject("C6", Attributes.of("batch_dims", 1), tensor(2), column(0, 1), tensor(2))
            .reject("C7", Attributes.of("batch_dims", 1), tensor(2), column(0, 1), tensor(3, 2))
            .reject("C8", none, tensor(), ints(2), tensor(2))
            .reject("C9", none, tensor(2), ints(1), tensor(2)),
        OpCases.of("scatter_nd", PositionCases::scatterNd)
            .reject("C3", Attributes.of("shape", List.of(2, -1)), ints(0), tensor(2))
            .reject("C4", Attributes.of("shape", 2), ints(), tensor())
            .reject("C5", Attributes.of("shape", 2), ints(0, 0), tensor())
            .reject("C6", Attributes.of("shape", 2), ints(0), tensor(1))
            .reject("C7", Attributes.of("shape", 2), ints(2), tensor())
            .reject("C7", Attributes.of("shape", 2), ints(-1), tensor()),
        OpCases.of("tensor_scatter_add", PositionCases::tensorScatterAdd)
            .reject("C5", none, tensor(2), ints(), tensor())
            .reject("C6", none, tensor(2), ints(0, 0), tensor())
            .reject("C7", none, tensor(2), ints(0), tensor(1))
            .reject("C8", none, tensor(2), ints(2), tensor()),
        OpCases.of("boolean_mask", PositionCases::booleanMask)
            .reject("C2", none, tensor(2), bools())
            .reject("C3", Attributes.of("axis", 1), tensor(2), bools(2))
            .reject("C4", none, tensor(2), bools(3))
            .reject("C4", none, tensor(2), bools(2, 2)),
        OpCases.of("sequence_mask", PositionCases::sequenceMask)
            .reject("C2", Attributes.of("maxlen", -1), ints(1))
            .reject("C3", Attributes.of("dtype", "string"), ints(1))
            .reject("C4", none, Tensor.of(1L << 40)));
  }

  /** Rows of one position. */
  private static Tensor column(int... values) {
    return Tensor.of(Arrays.stream(values).mapToObj(v -> new int[] {v}).toArray(int[][]::new));
  }

  /** Positions in a target, with the shape of what is there. */
  private record Drawn(Shape target, int batch, Tensor indices, Shape picked) {}

  private static Drawn positions(Draw d, boolean batched) {
    Shape target = d.shape(1, 3);
    int batch = batched ? d.choose(target.rank()) : 0;
    int depth = target.rank() - batch - d.choose(target.rank() - batch + 1);
    Shape named = target.slice(batch, batch + depth);
    boolean empty = Arrays.stream(named.dims()).anyMatch(n -> n == 0);
    // where there is no position none can be named
    Shape rows = empty ? Shape.of(0) : d.shape(0, 2);
    int cells =
        target.slice(0, batch).concat(target.slice(batch + depth, target.rank())).elements();
    if (rows.rank() > 0 && cells * rows.elements() > 600) {
      rows = Shape.of(1);
    }
    Shape lead = target.slice(0, batch).concat(rows);
    Shape shape = lead.concat(Shape.of(depth));
    int bound = Arrays.stream(named.dims()).max().orElse(1);
    long[] index = d.integers(DType.INT64, shape, 0, Math.max(0, bound - 1)).toLongs();
    for (int i = 0; i < index.length; i++) {
      index[i] %= named.dim(i % depth);
    }
    Tensor indices = Tensor.ofLongs(d.pick(DType.INT32, DType.INT64), shape, index);
    return new Drawn(
        target, batch, indices, lead.concat(target.slice(batch + depth, target.rank())));
  }

  private static Attributes batch(Drawn p) {
    return p.batch() == 0 ? Attributes.none() : Attributes.of("batch_dims", p.batch());
  }

  private static Case gatherNd(Draw d) {
    Drawn p = positions(d, true);
    return new Case("gather_nd", List.of(d.floats(p.target(), REAL), p.indices()), batch(p));
  }

  private static Case gatherNdGrad(Draw d) {
    Drawn p = positions(d, true);
    Tensor dy = d.floats(p.picked(), REAL);
    Tensor like = d.floats(p.target(), REAL);
    return new Case("gather_nd_grad", List.of(dy, p.indices(), like), batch(p));
  }

  private static Case scatterNd(Draw d) {
    Drawn p = positions(d, false);
    return new Case(
        "scatter_nd",
        List.of(p.indices(), d.floats(p.picked(), REAL)),
        Attributes.of("shape", p.target().dims()));
  }

  private static Case tensorScatterAdd(Draw d) {
    Drawn p = positions(d, false);
    Tensor tensor = d.floats(p.target(), REAL);
    return new Case(
        "tensor_scatter_add",
        List.of(tensor, p.indices(), d.floats(p.picked(), REAL)),
        Attributes.none());
  }

  private static Case booleanMask(Draw d) {
    Shape shape = d.shape(1, 3);
    int axis = d.choose(shape.rank());
    int rank = 1 + d.choose(shape.rank() - axis);
    Attributes attrs =
        axis == 0 && d.flip()
            ? Attributes.none()
            : Attributes.of("axis", d.flip() ? axis - shape.rank() : axis);
    return new Case(
        "boolean_mask",
        List.of(d.floats(shape, REAL), d.bools(shape.slice(axis, axis + rank))),
        attrs);
  }

  private static Case sequenceMask(Draw d) {
    DType type = d.pick(DType.INT32, DType.INT64, DType.INT8, DType.UINT8);
    Tensor lengths = d.integers(type, d.shape(0, 2), type == DType.UINT8 ? 0 : -1, 5);
    Attributes attrs =
        d.flip() ? Attributes.of("maxlen", d.pick(3, 0, 1, 5, 7)) : Attributes.none();
    if (d.flip()) {
      attrs = attrs.and("dtype", d.pick(DType.FLOAT32, DType.INT32, DType.BOOL, DType.FLOAT64));
    }
    return new Case("sequence_mask", List.of(lengths), attrs);
  }
}
