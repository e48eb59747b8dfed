package dev.assay.opencl.kernel.linalg;

import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;

/**
 * A batch of matrices in a buffer: element (row, column) of matrix s is {@code first + s·batch +
 * row·rowStride + column·columnStride}. To transpose is to exchange two strides.
 *
 * @param storage the buffer
 * @param first the first element
 * @param batch from one matrix to the next; 0 where one matrix is repeated
 * @param row from one row to the next
 * @param column from one column to the next
 */
record MatrixView(DeviceStorage storage, int first, int batch, int row, int column) {
  MatrixView transposed() {
    return new MatrixView(storage, first, batch, column, row);
  }

  /** The same matrices, so many elements further on. */
  MatrixView plus(int elements) {
    return new MatrixView(storage, first + elements, batch, row, column);
  }

  /** Gives a kernel the buffer and the four numbers. */
  void addTo(Launch launch) {
    launch.buffer(storage).integers(first, batch, row, column);
  }
}
