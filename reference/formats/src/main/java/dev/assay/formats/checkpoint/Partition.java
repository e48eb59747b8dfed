package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.protos.TensorSliceProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Puts a tensor together that is stored in parts, which are boxes that fill it. */
final class Partition {
  private final String what;
  private final Shape shape;
  private final HostStorage empty;
  private final List<HostStorage> parts = new ArrayList<>();
  private int[] source = new int[0];
  private int filled;

  Partition(String what, DType dtype, Shape shape) {
    this.what = what;
    this.shape = shape;
    this.empty = HostStorage.zeros(dtype, 0);
  }

  /** Adds the part at {@code slice}. The parts have as many elements as the whole. */
  void add(TensorSliceProto slice, Shape partShape, Supplier<Tensor> value) {
    int[] start = new int[shape.rank()];
    if (slice.getExtentCount() != shape.rank() || partShape.rank() != shape.rank()) {
      throw new FormatException(what + ": a part has another rank");
    }
    for (int d = 0; d < start.length; d++) {
      TensorSliceProto.Extent extent = slice.getExtent(d);
      long length = extent.hasLength() ? extent.getLength() : shape.dim(d);
      long from = extent.getStart();
      if (from < 0
          || from > shape.dim(d)
          || from + (long) partShape.dim(d) > shape.dim(d)
          || length != partShape.dim(d)) {
        throw new FormatException(
            what + ": a part of shape " + partShape + " does not lie in " + shape);
      }
      start[d] = (int) from;
    }
    HostStorage elements = value.get().host();
    if (parts.isEmpty()) {
      source = new int[shape.elements()];
      Arrays.fill(source, -1);
    }
    int[] at = start.clone();
    for (int i = 0; i < elements.size(); i++) {
      int place = 0;
      for (int d = 0; d < at.length; d++) {
        place = place * shape.dim(d) + at[d];
      }
      if (source[place] >= 0) {
        throw new FormatException(what + ": two parts overlap");
      }
      source[place] = filled++;
      for (int d = at.length - 1; d >= 0 && ++at[d] == start[d] + partShape.dim(d); d--) {
        at[d] = start[d];
      }
    }
    parts.add(elements);
  }

  /** The tensor, once all parts are added: as none overlap, they fill it. */
  Tensor whole() {
    return Tensor.of(shape, HostStorage.joined(parts).select(source, empty));
  }
}
