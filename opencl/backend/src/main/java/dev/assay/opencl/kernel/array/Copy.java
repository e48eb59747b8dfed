package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.array.View.Bounded;
import dev.assay.opencl.kernel.array.View.Folded;
import dev.assay.opencl.kernel.array.View.Plain;
import dev.assay.opencl.kernel.array.View.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

  /** The square that a work-item of a processor turns. */
  private static final int SQUARE = 32;

  /** An axis of the box: its size, the strides in the source and in the target. */
  private record Axis(int size, int source, int target, Rule rule) {}

  /** What a kernel is built for; {@code S0}, {@code S1} and {@code T0} where they are 1. */
  private record Form(
      String name, String type, Value value, int rule, boolean plain0, int rank, Ones ones) {}

  /** Which strides are known to be 1. */
  private record Ones(boolean source0, boolean source1, boolean target0) {
    static final Ones NONE = new Ones(false, false, false);
  }

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
    Version version = version(device, turns);
    Launch launch =
        device
            .launch(spec(x.dtype(), value, rule, axes, version))
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
    over(launch, version, axes.get(0).size(), axes.get(1).size(), rest);
  }

  private enum Version {
    PLAIN,
    TILED,
    PACKED,
    TURNED
  }

  private static Version version(ClDevice device, boolean turns) {
    boolean gpu = device.info().gpu();
    return switch (device.settings().variant()) {
      case PLAIN -> Version.PLAIN;
      case TILED -> turns ? Version.TILED : Version.PLAIN;
      case PACKED -> turns ? Version.TURNED : Version.PACKED;
      case AUTO ->
          gpu ? (turns ? Version.TILED : Version.PLAIN) : (turns ? Version.TURNED : Version.PACKED);
    };
  }

  private static void over(Launch launch, Version version, int n0, int n1, long rest) {
    switch (version) {
      case PLAIN -> Groups.over(launch, false, n0, n1, rest);
      case PACKED -> Groups.over(launch, true, n0, n1, rest);
      case TILED -> launch.groups(TILE, TILE, 1).over(n0, n1, rest);
      case TURNED -> {
        launch.groups(1, 1, 1);
        launch.over(Groups.parts(n0, SQUARE), Groups.parts(n1, SQUARE), rest);
      }
    }
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

  private static KernelSpec spec(
      DType dtype, Value value, int rule, List<Axis> axes, Version version) {
    String type = bits(dtype, value) ? ClTypes.word(dtype) : ClTypes.name(dtype);
    Value own = bits(dtype, value) ? Value.BITS : value;
    boolean wide = version == Version.PACKED || version == Version.TURNED;
    Ones ones =
        wide
            ? new Ones(
                axes.get(0).source() == 1, axes.get(1).source() == 1, axes.get(0).target() == 1)
            : Ones.NONE;
    boolean plain0 = rule != 0 && wide && axes.get(0).rule() instanceof Plain;
    String name = "copy_" + version.name().toLowerCase(Locale.ROOT);
    return SPECS.computeIfAbsent(
        new Form(name, type, own, rule, plain0, axes.size(), ones), Copy::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("WORD", form.type());
    macros.put("VALUE(v)", form.value() == Value.BITS ? "v" : "(v) + 0");
    macros.put("RULE", Integer.toString(form.rule()));
    macros.put("EACH_OUTER(F)", Axes.outer(form.rank()));
    macros.put("TILE", Integer.toString(form.name().equals("copy_turned") ? SQUARE : TILE));
    if (form.plain0()) {
      macros.put("RULE0", "PLAIN");
    }
    if (form.ones().source0()) {
      macros.put("S0", "1");
    }
    if (form.ones().source1()) {
      macros.put("S1", "1");
    }
    if (form.ones().target0()) {
      macros.put("T0", "1");
    }
    return KernelSpec.of("copy.cl", form.name(), macros);
  }
}
