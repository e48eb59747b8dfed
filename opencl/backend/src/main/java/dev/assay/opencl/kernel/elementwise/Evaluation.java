package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.elementwise.Term.Number;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes all elements of a term in one launch: {@code elementwise_flat} where all tensors have
 * the shape of the result, {@code elementwise_rows} where some broadcast, {@code elementwise_plain}
 * where graphics processors do or where it is asked for.
 */
final class Evaluation {
  /** The most dimensions in the kernels: {@code MAX_RANK}. */
  static final int MAX_RANK = 8;

  /** Built kernels by what tells them apart: the term without the tensors' elements and shapes. */
  private static final Map<String, KernelText> KERNELS = new ConcurrentHashMap<>();

  private static final int GROUP = 64;
  private static final int GPU_GROUP = 256;

  private final ClDevice device;
  private final List<Elements> tensors = new ArrayList<>();
  private final List<Number> numbers = new ArrayList<>();
  private final StringBuilder key = new StringBuilder();

  private Evaluation(ClDevice device) {
    this.device = device;
  }

  /** All elements of {@code term}, of the given shape. */
  static DeviceStorage of(Applied term, Shape shape, ClDevice device) {
    Evaluation e = new Evaluation(device);
    e.collect(term);
    return e.run(term, shape);
  }

  /** How many elements a work-item computes. */
  private static int width(ClDevice device) {
    return device.info().gpu() ? 1 : 16;
  }

  /** Finds tensors and numbers, each tensor once, in the order of {@link KernelText}. */
  private void collect(Term term) {
    key.append((char) term.dtype().ordinal());
    if (term instanceof Elements e) {
      int k = index(tensors, e);
      key.append('t').append((char) k);
    } else if (term instanceof Number n) {
      numbers.add(n);
      key.append('n');
    } else if (term instanceof Applied a) {
      key.append('f').append(a.function().id());
      a.arguments().forEach(this::collect);
    }
  }

  /** The place of a tensor among those before, added if it is new. */
  static int index(List<Elements> tensors, Elements tensor) {
    for (int k = 0; k < tensors.size(); k++) {
      Elements t = tensors.get(k);
      if (t.storage() == tensor.storage() && t.shape().equals(tensor.shape())) {
        return k;
      }
    }
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private DeviceStorage run(Applied term, Shape shape) {
    DeviceStorage z = device.allocate(term.dtype(), shape.elements());
    if (z.size() == 0) {
      return z;
    }
    int width = width(device);
    KernelText kernel =
        KERNELS.computeIfAbsent(
            key.append((char) width).toString(), k -> KernelText.of(term, width));
    boolean plain = device.settings().variant() == Variant.PLAIN;
    if (!plain && tensors.stream().allMatch(t -> t.shape().equals(shape))) {
      int group = device.info().gpu() ? GPU_GROUP : GROUP;
      arguments(device.launch(kernel.flat()), z)
          .integer(z.size())
          .groups(group)
          .over(vectors(z.size(), width));
      return z;
    }
    Strides strides = Strides.of(shape, tensors.stream().map(Elements::shape).toList());
    if (plain || device.info().gpu()) {
      Launch launch = arguments(device.launch(kernel.plain()), z);
      strides.strides().forEach(s -> launch.struct(extent(s, s.size())));
      launch
          .struct(extent(strides.dims(), strides.rank()))
          .integers(strides.rank(), z.size())
          .groups(device.info().gpu() ? GPU_GROUP : GROUP)
          .over(vectors(z.size(), width));
      return z;
    }
    int outer = strides.rank() - 1;
    Launch launch = arguments(device.launch(kernel.rows()), z);
    strides
        .strides()
        .forEach(
            s -> {
              int[] extent = extent(s, outer);
              extent[MAX_RANK - 1] = s.get(outer);
              launch.struct(extent);
            });
    long across = vectors(strides.row(), width);
    boolean wide = across >= GROUP / 2;
    launch
        .struct(extent(strides.dims(), outer))
        .integers(outer, strides.rows(), strides.row())
        .groups(wide ? GROUP : 1, wide ? 1 : GROUP)
        .over(across, strides.rows());
    return z;
  }

  private static long vectors(long elements, int width) {
    return (elements + width - 1) / width;
  }

  /** The tensors, the result, the numbers. */
  private Launch arguments(Launch launch, DeviceStorage z) {
    tensors.forEach(t -> launch.buffer(t.storage()));
    launch.buffer(z);
    numbers.forEach(n -> number(launch, n));
    return launch;
  }

  private static void number(Launch launch, Number n) {
    if (n.dtype() == DType.FLOAT32) {
      launch.binary32((float) n.value().doubles()[0]);
    } else if (n.dtype() == DType.FLOAT64) {
      launch.binary64(n.value().doubles()[0]);
    } else {
      launch.integer64(n.value().longs()[0]);
    }
  }

  /** The first {@code rank} of some sizes or strides as a kernel's {@code Extent}. */
  private static int[] extent(List<Integer> values, int rank) {
    int[] extent = new int[MAX_RANK];
    for (int d = 0; d < rank; d++) {
      extent[d] = values.get(d);
    }
    return extent;
  }
}
