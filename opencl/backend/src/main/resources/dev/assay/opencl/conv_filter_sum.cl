// The last step of the adjoint of a convolution by its filter, dw[i] = sum over the slices s of
// parts[s,i], s rising. The slices follow from the shapes and, on processors, from the width of the
// registers; not from the number of compute units.

#include "product.cl"

// A work-item computes one element.
kernel void conv_filter_sum(global const REAL* parts, global REAL* dw, int slices, int elements) {
  const int i = get_global_id(0);
  if (i < elements) {
    REAL sum = 0;
    for (int s = 0; s < slices; s++) {
      sum += parts[(size_t)s * elements + i];
    }
    dw[i] = sum;
  }
}
