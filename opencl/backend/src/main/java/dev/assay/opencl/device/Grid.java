package dev.assay.opencl.device;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the work-items of a launch. Graphics processors number the work-groups along the second
 * and the third dimension with 16 bits, so that a launch of more is several, one behind the other:
 * kernels that ask for their group there divide {@code get_global_id} by {@code get_local_size}, as
 * {@code get_group_id} begins with 0 in each part.
 *
 * @param offset the first work-item along each dimension
 * @param size how many there are
 */
record Grid(long[] offset, long[] size) {
  /** Work-groups along the second and the third dimension. */
  static final int MOST = 65_535;

  /** The parts of so many work-items in work-groups of such a size; empty is any. */
  static List<Grid> parts(long[] items, long[] group) {
    List<Grid> parts = new ArrayList<>(1);
    parts.add(new Grid(new long[items.length], items));
    for (int d = 1; d < items.length; d++) {
      long step = MOST * (group.length == 0 ? 1 : group[d]);
      if (items[d] > step) {
        List<Grid> wider = parts;
        parts = new ArrayList<>();
        for (Grid part : wider) {
          for (long from = 0; from < items[d]; from += step) {
            parts.add(part.slice(d, from, Math.min(step, items[d] - from)));
          }
        }
      }
    }
    return parts;
  }

  private Grid slice(int d, long from, long n) {
    long[] start = offset.clone();
    long[] count = size.clone();
    start[d] = from;
    count[d] = n;
    return new Grid(start, count);
  }
}
