package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code argmax}, {@code argmin}: {@code argmax.cl}. A long line is searched in pieces, so that it
 * keeps the whole device busy and no launch lasts long.
 */
final class ArgMax implements DeviceOp {
  private static final String PLAIN = "argmax_plain";
  private static final String ROWS = "argmax_rows";
  private static final String TILED = "argmax_tiled";
  private static final String REST = "argmax_rest";

  /** {@code LANES} and {@code GROUP} of {@code argmax.cl}. */
  private static final int LANES = 16;

  private static final int GROUP = 64;

  /** Shorter lines than this are not cut, nor so many lines as {@code MOST}. */
  private static final int WHOLE = 1 << 14;

  /** Pieces have so many elements, or more where they would be more than {@code MOST}. */
  private static final int PIECE = 1 << 12;

  private static final int MOST = 256;

  private record Key(String kernel, DType in, DType out) {}

  private final String better;
  private final Map<Key, KernelSpec> specs = new ConcurrentHashMap<>();

  private ArgMax(String better) {
    this.better = better;
  }

  static ArgMax greatest() {
    return new ArgMax("a > b");
  }

  static ArgMax least() {
    return new ArgMax("a < b");
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage x = device.here(call.in(0));
    DeviceStorage y = device.allocate(call.output().dtype(), lines.count());
    String kernel = kernel(device, lines);
    int length = length(device, lines);
    int pieces = (lines.n() - 1) / length + 1;
    if (pieces == 1) {
      search(device, kernel, lines, length, pieces, x, y);
    } else {
      try (MemoryScope scratch = MemoryScope.open()) {
        DeviceStorage places = device.allocate(DType.INT32, lines.count() * pieces);
        search(device, kernel, lines, length, pieces, x, places);
        device
            .launch(spec(REST, x, y))
            .buffer(x)
            .buffer(places)
            .buffer(y)
            .integers(lines.count(), lines.n(), lines.inner(), pieces)
            .groups(WorkGroups.size(lines.count()))
            .over(lines.count());
      }
    }
    return List.of(Tensor.of(call.output().shape(), y));
  }

  private static String kernel(ClDevice device, Lines lines) {
    return switch (device.settings().variant()) {
      case PLAIN -> PLAIN;
      case TILED -> lines.n() < GROUP / 4 ? PLAIN : TILED;
      case PACKED -> packed(lines);
      case AUTO -> device.info().gpu() ? forGpu(lines) : packed(lines);
    };
  }

  private static String packed(Lines lines) {
    return lines.inner() == 1 && lines.n() >= LANES ? ROWS : PLAIN;
  }

  /** Neighbouring work-items read neighbouring elements: along a line, or of one line each. */
  private static String forGpu(Lines lines) {
    boolean along = lines.inner() == 1 && lines.n() >= GROUP / 2;
    return along || lines.count() < GROUP ? TILED : PLAIN;
  }

  /** Elements in a piece: all, unless few work-items would have much to do. */
  private static int length(ClDevice device, Lines lines) {
    int n = lines.n();
    return n < WHOLE || lines.count() >= MOST || device.settings().variant() == Variant.PLAIN
        ? n
        : Math.max(PIECE, (n - 1) / MOST + 1);
  }

  private void search(
      ClDevice device,
      String kernel,
      Lines lines,
      int length,
      int pieces,
      DeviceStorage x,
      DeviceStorage y) {
    Launch launch =
        device
            .launch(spec(kernel, x, y))
            .buffer(x)
            .buffer(y)
            .integers(lines.count(), lines.n(), lines.inner(), length, pieces);
    int group = WorkGroups.size(lines.count());
    switch (kernel) {
      case ROWS -> launch.groups(1, group).over(pieces, lines.count());
      case TILED -> launch.groups(GROUP, 1).over((long) GROUP * pieces, lines.count());
      default -> launch.groups(group, 1).over(lines.count(), pieces);
    }
  }

  private KernelSpec spec(String kernel, DeviceStorage x, DeviceStorage y) {
    return specs.computeIfAbsent(new Key(kernel, x.dtype(), y.dtype()), this::spec);
  }

  private KernelSpec spec(Key key) {
    return KernelSpec.of(
        "argmax.cl",
        key.kernel,
        Map.of(
            "T",
            ClTypes.name(key.in),
            "OUT",
            ClTypes.name(key.out),
            "BETTER(a, b)",
            "(" + better + (key.in.isFloating() ? " || (isnan(b) && !isnan(a))" : "") + ")"));
  }
}
