// Windows over three spatial axes d, h, w, the outermost first; fewer are led by axes of one
// position.
//
// Mirrors dev.assay.engine.ops.window.WindowAxis: cell k of window o lies over input position
// o*stride + k - before. Tensors are [outer, d, h, w, inner]: with channels last, outer counts
// images and inner channels; with channels first, outer counts both and inner is 1.

#define AXIS(a) int a##_input, int a##_kernel, int a##_stride, int a##_before, int a##_output
#define AXES AXIS(d), AXIS(h), AXIS(w)
#define AXIS_VALUES(a) a##_input, a##_kernel, a##_stride, a##_before, a##_output
#define AXES_VALUES AXIS_VALUES(d), AXIS_VALUES(h), AXIS_VALUES(w)

// The first input position of window o.
int first_position(int o, int stride, int before) {
  return (int) max((long) o * stride - before, 0L);
}

// One past the last input position of window o.
int end_position(int o, int input, int kernel_, int stride, int before) {
  return (int) min((long) o * stride - before + kernel_, (long) input);
}

// The first window that holds input position i.
int first_window(int i, int kernel_, int stride, int before) {
  const long above = (long) i + before - kernel_;
  return above < 0 ? 0 : (int) (above / stride + 1);
}

// One past the last window that holds input position i.
int end_window(int i, int stride, int before, int output) {
  return (int) min(((long) i + before) / stride + 1, (long) output);
}
