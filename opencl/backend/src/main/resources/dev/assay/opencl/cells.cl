// The cells of a reduction: dev.assay.opencl.kernel.reduce.Cells.
//
// Neighbouring dimensions that are both kept or both reduced are one. What remains are at most
// three kept and three reduced dimensions, the missing ones in front of 1; the element of cell
// (k0, k1, k2) with the index (r0, r1, r2) along the reduced dimensions stands at
//
//   k0 kept_step[0] + k1 kept_step[1] + k2 kept_step[2]
//     + r0 step[0] + r1 step[1] + r2 step[2].

struct cells {
  int kept[3];
  int kept_step[3];
  int size[3]; // of the reduced dimensions
  int step[3];
};

// Where cell number `cell`, counted in row-major order, begins.
static int cell_start(const struct cells* g, int cell) {
  const int k2 = cell % g->kept[2];
  const int rest = cell / g->kept[2];
  return rest / g->kept[1] * g->kept_step[0] + rest % g->kept[1] * g->kept_step[1]
      + k2 * g->kept_step[2];
}
