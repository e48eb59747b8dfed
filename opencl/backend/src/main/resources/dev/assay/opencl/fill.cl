// Fills: y[i] = value for 0 <= i < n.
//
// Mirrors Fills of dev.assay.engine.ops.array. WORD is an integer of the element's size; the value
// comes as bits. A work-item writes one element. Nothing is rounded.

#ifndef WORD
#define WORD uint
#endif

kernel void fill_flat(global WORD* y, const int n, const long value) {
  const int i = get_global_id(0);
  if (i < n) {
    y[i] = (WORD)value;
  }
}
