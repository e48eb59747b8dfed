package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.array.View.Bounded;
import dev.assay.opencl.kernel.array.View.Folded;
import dev.assay.opencl.kernel.array.View.Plain;
import dev.assay.opencl.kernel.array.View.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Launches {@code copy.cl}: the elements of a view of one buffer go to a view of another. */
public final class Copy {
  /** What becomes of an element on its way. */
  public enum Value {
    /** Its bits stay. */
    BITS,
    /** It begins a sum with 0, which turns −0 into 0: the adjoint of a copy. */
    SUM
  }

  private static final int TILE = 16;

  /** An axis of the box: its size, the strides in the source and in the target. */
  private record Axis(int size, int source, int target, Rule rule) {}

  /** What a kernel is built for. */
  private record Form(String name, String type, Value value, int rule, int rank) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Copy() {}

  /** The elements of {@code from} in their order, as a new buffer; 0 where there is none. */
  public static DeviceStorage gathered(ClDevice device, DeviceStorage x, View from, Value value) {
    return gathered(device, x, from, value, 0);
  }

  /** As above, with the bits of an element where {@code from} has none. */
  public static DeviceStorage gathered(
      ClDevice device, DeviceStorage x, View from, Value value, long fill) {
    if (from.isWhole() && from.elements() == x.size() && bits(x.dtype(), value)) {
      return x;
    }
    DeviceStorage y = device.allocate(x.dtype(), from.elements());
    int[] sizes = from.axes().stream().mapToInt(View.Axis::size).toArray();
    run(device, x, from, y, View.of(sizes), value, fill);
    return y;
  }

  /** Element {@code i} of {@code from} becomes element {@code i} of {@code to}. */
  public static void run(
      ClDevice device, DeviceStorage x, View from, DeviceStorage y, View to, Value value) {
    run(device, x, from, y, to, value, 0);
  }

  private static void run(
      ClDevice device,
      DeviceStorage x,
      View from,
      DeviceStorage y,
      View to,
      Value value,
      long fill) {
    if (from.elements() == 0) {
      return;
    }
    List<Axis> axes = merged(from, to);
    int rule = axes.stream().mapToInt(a -> number(a.rule())).max().orElse(0);
    boolean turns = rule == 0 && turn(axes);
    while (axes.size() < 2) {
      axes.add(new Axis(1, 0, 0, new Plain()));
    }
    boolean tiled = turns && isTiled(device);
    Launch launch =
        device
            .launch(spec(x.dtype(), value, rule, axes.size(), tiled))
            .buffer(x)
            .buffer(y)
            .integers(from.offset(), to.offset())
            .integer64(fill);
    long rest = 1;
    for (int d = 0; d < axes.size(); d++) {
      Axis axis = axes.get(d);
      launch.integers(axis.size(), axis.source(), axis.target());
      rule(launch, axis, rule);
      rest *= d < 2 ? 1 : axis.size();
    }
    int n0 = axes.get(0).size();
    int n1 = axes.get(1).size();
    launch.groups(turns ? new long[] {TILE, TILE, 1} : Groups.of(n0, n1)).over(n0, n1, rest);
  }

  private static boolean isTiled(ClDevice device) {
    Settings.Variant variant = device.settings().variant();
    return variant == Settings.Variant.TILED
        || (variant == Settings.Variant.AUTO && device.info().gpu());
  }

  private static boolean bits(DType dtype, Value value) {
    return value == Value.BITS || !dtype.isFloating();
  }

  /** The axes from the innermost to the outermost, joined where both sides run on. */
  private static List<Axis> merged(View from, View to) {
    List<Axis> axes = new ArrayList<>();
    for (int d = from.axes().size() - 1; d >= 0; d--) {
      View.Axis f = from.axes().get(d);
      int target = to.axes().get(d).stride();
      boolean plain = f.rule() instanceof Plain;
      Axis inner = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (plain && f.size() == 1) {
        continue;
      }
      if (inner != null
          && plain
          && inner.rule() instanceof Plain
          && f.stride() == inner.source() * inner.size()
          && target == inner.target() * inner.size()) {
        axes.set(
            axes.size() - 1,
            new Axis(inner.size() * f.size(), inner.source(), inner.target(), inner.rule()));
      } else {
        axes.add(new Axis(f.size(), f.stride(), target, f.rule()));
      }
    }
    return axes;
  }

  /**
   * Puts the axis along which neighbours in the source lie second where it is not the first.
   *
   * @return whether there is such an axis
   */
  private static boolean turn(List<Axis> axes) {
    if (axes.size() < 2 || Math.abs(axes.get(0).source()) <= 1) {
      return false;
    }
    for (int d = 1; d < axes.size(); d++) {
      if (Math.abs(axes.get(d).source()) == 1) {
        axes.add(1, axes.remove(d));
        return true;
      }
    }
    return false;
  }

  private static int number(Rule rule) {
    return rule instanceof Plain ? 0 : rule instanceof Bounded ? 1 : 2;
  }

  private static void rule(Launch launch, Axis axis, int rule) {
    if (rule == 1) {
      Bounded b = axis.rule() instanceof Bounded own ? own : new Bounded(0, axis.size());
      launch.integers(b.first(), b.limit());
    } else if (rule == 2) {
      int n = axis.size();
      Folded f = axis.rule() instanceof Folded own ? own : new Folded(0, n, n, 0);
      launch.integers(f.first(), f.period(), f.limit(), f.turn());
    }
  }

  private static KernelSpec spec(DType dtype, Value value, int rule, int rank, boolean tiled) {
    String type = bits(dtype, value) ? ClTypes.word(dtype) : ClTypes.name(dtype);
    Value own = bits(dtype, value) ? Value.BITS : value;
    Form form = new Form(tiled ? "copy_tiled" : "copy_plain", type, own, rule, rank);
    return SPECS.computeIfAbsent(form, Copy::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("WORD", form.type());
    macros.put("VALUE(v)", form.value() == Value.BITS ? "v" : "v + 0");
    macros.put("RULE", Integer.toString(form.rule()));
    macros.put("EACH_OUTER(F)", Axes.outer(form.rank()));
    macros.put("TILE", Integer.toString(TILE));
    return KernelSpec.of("copy.cl", form.name(), macros);
  }
}
