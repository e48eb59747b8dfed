package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;

/** {@code matmul}: {@code c[…,m,n] = Σₖ a[…,m,k]·b[…,k,n]}; leading dimensions broadcast. */
final class MatMulOp implements DeviceOp {
  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DeviceStorage c = device.allocate(call.output().dtype(), shape.elements());
    int M = shape.dim(-2);
    int N = shape.dim(-1);
    boolean ta = call.attrs().flag("transpose_a");
    boolean tb = call.attrs().flag("transpose_b");
    int K = call.in(0).shape().dim(ta ? -2 : -1);
    Shape batch = lead(shape);
    StridedLoops loops =
        StridedLoops.of(
            batch.dims(),
            Index.broadcastStrides(lead(call.in(0).shape()), batch),
            Index.broadcastStrides(lead(call.in(1).shape()), batch),
            Index.strides(batch));
    MatrixView a = view(device.here(call.in(0)), M, K, loops.inner(0), ta);
    MatrixView b = view(device.here(call.in(1)), K, N, loops.inner(1), tb);
    MatrixView y = view(c, M, N, loops.inner(2), false);
    if (shape.elements() > 0) {
      int[][] starts = loops.outerOffsets();
      for (int s = 0; s < starts[0].length; s++) {
        new Gemm(
                a.plus(starts[0][s] * M * K),
                b.plus(starts[1][s] * K * N),
                y.plus(starts[2][s] * M * N),
                loops.size(),
                M,
                N,
                K)
            .merged()
            .run(device);
      }
    }
    return List.of(Tensor.of(shape, c));
  }

  private static Shape lead(Shape s) {
    return s.slice(0, s.rank() - 2);
  }

  /** Matrices one after the other, stored transposed if so said. */
  private static MatrixView view(
      DeviceStorage storage, int rows, int columns, int step, boolean transposed) {
    int row = transposed ? 1 : columns;
    int column = transposed ? rows : 1;
    return new MatrixView(storage, 0, step * rows * columns, row, column);
  }
}
