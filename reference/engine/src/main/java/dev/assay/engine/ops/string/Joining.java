package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Strings one after the other: of several tensors, or along axes of one. */
final class Joining {
  static final Op STRING_JOIN =
      Op.define("string_join")
          .formula("output[i] = inputs₀[i] · separator · inputs₁[i] · …")
          .note("A scalar is joined with every element of the others.")
          .inputList("inputs", STRINGS, "scalars and tensors of one shape")
          .attr("separator", Type.TEXT, "", "what stands between two strings")
          .require(
              Kind.SHAPE,
              "all inputs that are no scalars have one shape",
              o -> o.inputs().stream().allMatch(t -> t.rank() == 0 || agrees(t.shape(), o)))
          .type(o -> new TensorType(DType.STRING, full(o)))
          .kernel(Joining::join)
          .noGradients("strings")
          .build();

  static final Op REDUCE_JOIN =
      Axes.declare(
              Op.define("reduce_join")
                  .formula("output[p] = the strings input[p, …] along axis, separator between them")
                  .note("The first axis named runs fastest. No axis named: row-major order.")
                  .input("input", STRINGS, "any shape")
                  .attr("separator", Type.TEXT, "", "what stands between two strings"))
          .type(o -> new TensorType(DType.STRING, Axes.reduced(o)))
          .kernel(Joining::reduce)
          .noGradients("strings")
          .build();

  static final List<Op> ROWS = List.of(STRING_JOIN, REDUCE_JOIN);

  private Joining() {}

  private static boolean agrees(Shape shape, Operands o) {
    return o.inputs().stream().allMatch(t -> t.rank() == 0 || t.shape().compatible(shape));
  }

  private static Shape full(Operands o) {
    Shape full = Shape.scalar();
    for (Tensor t : o.inputs()) {
      full = t.rank() > 0 && (full.rank() == 0 || t.shape().isKnown()) ? t.shape() : full;
    }
    return full;
  }

  private static List<Tensor> join(Call c) {
    byte[] separator = Bytes.encode(c.attrs().text("separator"));
    byte[][] y = new byte[c.output().shape().elements()][];
    for (int i = 0; i < y.length; i++) {
      ByteArrayOutputStream s = new ByteArrayOutputStream();
      for (int n = 0; n < c.count(); n++) {
        if (n > 0) {
          s.writeBytes(separator);
        }
        s.writeBytes(c.in(n).host().bytes()[c.in(n).rank() == 0 ? 0 : i]);
      }
      y[i] = s.toByteArray();
    }
    return Bytes.result(c.output().shape(), y);
  }

  /** Walks the reduced axes in the order named, the first fastest, around every cell. */
  private static List<Tensor> reduce(Call c) {
    Shape shape = c.in(0).shape();
    int[] axes = c.attrs().has("axis") ? Axes.of(c.attrs(), shape.rank()) : rowMajor(shape.rank());
    int[] strides = Index.strides(shape);
    int[] inner = new int[axes.length];
    int[] dims = new int[axes.length];
    for (int k = 0; k < axes.length; k++) {
      dims[k] = shape.dim(axes[axes.length - 1 - k]);
      inner[k] = strides[axes[axes.length - 1 - k]];
    }
    int[] steps = Index.offsets(Shape.of(dims), inner, 0);
    int[] cells = Index.offsets(Axes.kept(shape, axes), strides, 0);
    byte[] separator = Bytes.encode(c.attrs().text("separator"));
    byte[][] x = c.in(0).host().bytes();
    byte[][] y = new byte[cells.length][];
    for (int i = 0; i < y.length; i++) {
      ByteArrayOutputStream s = new ByteArrayOutputStream();
      for (int k = 0; k < steps.length; k++) {
        if (k > 0) {
          s.writeBytes(separator);
        }
        s.writeBytes(x[cells[i] + steps[k]]);
      }
      y[i] = s.toByteArray();
    }
    return Bytes.result(c.output().shape(), y);
  }

  private static int[] rowMajor(int rank) {
    int[] axes = new int[rank];
    for (int k = 0; k < rank; k++) {
      axes[k] = rank - 1 - k;
    }
    return axes;
  }
}
