package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;
import java.util.Map;

/** Running sums and products: {@code scan.cl}. */
final class Scan implements DeviceOp {
  /** {@code LANES} of {@code scan.cl}. */
  private static final int LANES = 16;

  /** Fewer lines than this are cut into pieces where they are long. */
  private static final int FEW = 64;

  private static final int LENGTH = 1 << 12;

  private final TypedKernel plain;
  private final TypedKernel columns;
  private final TypedKernel totals;
  private final TypedKernel pieces;

  private Scan(String start, String step) {
    Map<String, String> fold = Map.of("START", start, "STEP(a, b)", step);
    plain = new TypedKernel("scan.cl", "scan_plain", fold);
    columns = new TypedKernel("scan.cl", "scan_columns", fold);
    totals = new TypedKernel("scan.cl", "scan_totals", fold);
    pieces = new TypedKernel("scan.cl", "scan_pieces", fold);
  }

  static Scan sums() {
    return new Scan("0", "a + b");
  }

  static Scan products() {
    return new Scan("1", "a * b");
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage x = device.here(call.in(0));
    int exclusive = call.attrs().flag("exclusive") ? 1 : 0;
    int reverse = call.attrs().flag("reverse") ? 1 : 0;
    DeviceStorage y =
        cuts(device, lines)
            ? inPieces(device, x, lines, exclusive, reverse)
            : whole(device, x, lines, exclusive, reverse);
    return List.of(Tensor.of(call.output().shape(), y));
  }

  private DeviceStorage whole(
      ClDevice device, DeviceStorage x, Lines lines, int exclusive, int reverse) {
    DeviceStorage y = device.allocate(x.dtype(), x.size());
    boolean beside = sideBySide(device, lines);
    int items =
        beside
            ? lines.count() / lines.inner() * ((lines.inner() + LANES - 1) / LANES)
            : lines.count();
    device
        .launch((beside ? columns : plain).of(x.dtype()))
        .buffer(x)
        .buffer(y)
        .integers(lines.count(), lines.n(), lines.inner(), exclusive, reverse)
        .groups(WorkGroups.size(items))
        .over(items);
    return y;
  }

  /** On a processor a second pass costs what it gains. */
  private static boolean cuts(ClDevice device, Lines lines) {
    return lines.count() < FEW
        && lines.n() >= 4 * LENGTH
        && switch (device.settings().variant()) {
          case PLAIN, PACKED -> false;
          case TILED -> true;
          case AUTO -> device.info().gpu();
        };
  }

  private static boolean sideBySide(ClDevice device, Lines lines) {
    return lines.inner() >= LANES
        && switch (device.settings().variant()) {
          case PLAIN, TILED -> false;
          case PACKED -> true;
          case AUTO -> !device.info().gpu();
        };
  }

  private DeviceStorage inPieces(
      ClDevice device, DeviceStorage x, Lines lines, int exclusive, int reverse) {
    int count = (lines.n() + LENGTH - 1) / LENGTH;
    DeviceStorage total = device.allocate(running(x.dtype()), lines.count() * count);
    device
        .launch(totals.of(x.dtype()))
        .buffer(x)
        .buffer(total)
        .integers(lines.count(), lines.n(), lines.inner(), reverse, LENGTH, count)
        .over(count, lines.count());
    DeviceStorage before = whole(device, total, new Lines(lines.count(), count, 1), 1, 0);
    DeviceStorage y = device.allocate(x.dtype(), x.size());
    device
        .launch(pieces.of(x.dtype()))
        .buffer(x)
        .buffer(before)
        .buffer(y)
        .integers(lines.count(), lines.n(), lines.inner(), exclusive, reverse, LENGTH, count)
        .over(count, lines.count());
    return y;
  }

  /** The type as wide as {@code ACC}. */
  private static DType running(DType dtype) {
    return dtype.isFloating() || dtype == DType.INT64 ? dtype : DType.INT32;
  }
}
