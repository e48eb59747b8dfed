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
import dev.assay.opencl.kernel.elementwise.Term.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes all elements of some terms in one launch: {@code elementwise_flat} where all tensors
 * have the shape of the results, {@code elementwise_rows} where some broadcast, {@code
 * elementwise_plain} where graphics processors do or where it is asked for.
 */
final class Evaluation {
  /** The most dimensions in the kernels: {@code MAX_RANK}. */
  static final int MAX_RANK = 8;

  /** Kernels by what tells them apart: the terms without the tensors' elements and shapes. */
  private static final Map<String, KernelText> KERNELS = new ConcurrentHashMap<>();

  /** Elements to a work-item on processors, where vectors make functions fast. */
  private static final int WIDTH = 16;

  private static final int GROUP = 64;
  private static final int GPU_GROUP = 256;

  private final ClDevice device;
  private final List<? extends Term> terms;
  private final Shape shape;
  private final boolean gpu;
  private final int width;
  private final List<Elements> tensors = new ArrayList<>();
  private final List<Number> numbers = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final StringBuilder key = new StringBuilder();

  private Evaluation(List<? extends Term> terms, Shape shape, ClDevice device) {
    this.device = device;
    this.terms = terms;
    this.shape = shape;
    this.gpu = device.info().gpu();
    this.width = gpu ? 1 : WIDTH;
  }

  /** All elements of each of the terms, which have one shape. */
  static List<DeviceStorage> of(List<? extends Term> terms, Shape shape, ClDevice device) {
    return new Evaluation(terms, shape, device).run();
  }

  private List<DeviceStorage> run() {
    int n = shape.elements();
    List<DeviceStorage> results = new ArrayList<>(terms.size());
    terms.forEach(t -> results.add(device.allocate(t.dtype(), n)));
    if (n == 0) {
      return results;
    }
    key.append((char) width);
    terms.forEach(this::collect);
    KernelText kernel =
        KERNELS.computeIfAbsent(key.toString(), k -> KernelText.of(List.copyOf(terms), width));
    boolean plain = device.settings().variant() == Variant.PLAIN;
    if (!plain && areAlike()) {
      flat(arguments(device.launch(kernel.flat()), results), n);
      return results;
    }
    Strides strides = Strides.of(shape, tensors.stream().map(Elements::shape).toList());
    if (plain || gpu) {
      plain(arguments(device.launch(kernel.plain()), results), strides, n);
    } else {
      rows(arguments(device.launch(kernel.rows()), results), strides);
    }
    return results;
  }

  /** Finds tensors and functions, each once, and numbers, in the order of {@link KernelText}. */
  private void collect(Term term) {
    key.append((char) term.dtype().ordinal());
    if (term instanceof Elements e) {
      key.append('t').append((char) index(tensors, e));
    } else if (term instanceof Number n) {
      numbers.add(n);
      key.append('n');
    } else if (term instanceof Applied a) {
      int known = position(applied, a);
      if (known < applied.size()) {
        key.append('k').append((char) known);
        return;
      }
      key.append('f').append(a.function().id()).append((char) a.arguments().size());
      a.arguments().forEach(this::collect);
      applied.add(a);
    } else if (term instanceof State s) {
      key.append('s').append(s.step().function().id()).append((char) s.k());
      if (s.k() == 0) {
        s.step().state().forEach(this::collect);
        s.step().others().forEach(this::collect);
      }
    }
  }

  /** The place of a term itself, not of one that is equal; the number of terms if it is new. */
  static int position(List<Applied> terms, Applied term) {
    int k = 0;
    while (k < terms.size() && terms.get(k) != term) {
      k++;
    }
    return k;
  }

  /** The place of a tensor among those before, added if it is new. */
  static int index(List<Elements> tensors, Elements tensor) {
    for (int k = 0; k < tensors.size(); k++) {
      if (tensors.get(k).isSameAs(tensor)) {
        return k;
      }
    }
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  private boolean areAlike() {
    for (Elements t : tensors) {
      if (!t.shape().equals(shape)) {
        return false;
      }
    }
    return true;
  }

  private void flat(Launch launch, int n) {
    launch.integer(n).groups(gpu ? GPU_GROUP : GROUP).over(vectors(n));
  }

  private void plain(Launch launch, Strides strides, int n) {
    strides.strides().forEach(s -> launch.struct(extent(s, s.size())));
    launch
        .struct(extent(strides.dims(), strides.rank()))
        .integers(strides.rank(), n)
        .groups(gpu ? GPU_GROUP : GROUP)
        .over(vectors(n));
  }

  /** The last entry of the strides is that along a row. */
  private void rows(Launch launch, Strides strides) {
    int outer = strides.rank() - 1;
    for (List<Integer> s : strides.strides()) {
      int[] extent = extent(s, outer);
      extent[MAX_RANK - 1] = s.get(outer);
      launch.struct(extent);
    }
    long across = vectors(strides.row());
    boolean wide = across >= GROUP / 2;
    launch
        .struct(extent(strides.dims(), outer))
        .integers(outer, strides.rows(), strides.row())
        .groups(wide ? GROUP : 1, wide ? 1 : GROUP)
        .over(across, strides.rows());
  }

  /** How many work-items so many elements are. */
  private long vectors(int elements) {
    return ((long) elements + width - 1) / width;
  }

  /** The tensors, the results, the numbers. */
  private Launch arguments(Launch launch, List<DeviceStorage> results) {
    tensors.forEach(t -> launch.buffer(t.storage()));
    results.forEach(launch::buffer);
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
