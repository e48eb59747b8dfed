package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code reduce.cl} folds over the elements of each cell: the four texts that its header
 * explains. Floating numbers are folded in their own type, integers in 64 bits.
 */
public final class Fold {
  /**
   * The arguments of a run.
   *
   * @param elements tensors of one shape: {@code x0, x1, …}
   * @param perCell tensors of one number for each cell: {@code a0, a1, …}
   * @param numbers {@code q0, q1, …}, of the type of the fold
   */
  public record Arguments(
      List<DeviceStorage> elements, List<DeviceStorage> perCell, List<Double> numbers) {
    /** The elements of tensors. */
    public static Arguments of(DeviceStorage... elements) {
      return new Arguments(List.of(elements), List.of(), List.of());
    }

    /** These arguments with numbers for each cell. */
    public Arguments perCell(DeviceStorage... a) {
      return new Arguments(elements, List.of(a), numbers);
    }

    /** These arguments with numbers. */
    public Arguments numbers(double... q) {
      return new Arguments(elements, perCell, Arrays.stream(q).boxed().toList());
    }

    private DType dtype() {
      return elements.get(0).dtype();
    }
  }

  /** Whether a launch folds whole cells, pieces of them, or what the pieces gave. */
  private enum Stage {
    CELLS,
    PIECES,
    REST
  }

  private record Key(String kernel, Stage stage, DType in, DType out) {}

  private final String start;
  private final String step;
  private final String value;
  private final String finish;
  private final Map<Key, KernelSpec> specs = new ConcurrentHashMap<>();

  private Fold(String start, String step, String value, String finish) {
    this.start = start;
    this.step = step;
    this.value = value;
    this.finish = finish;
  }

  /**
   * A fold.
   *
   * @param start its neutral element
   * @param step of {@code a} and {@code b}
   */
  public static Fold of(String start, String step) {
    return new Fold(start, step, "x0[i]", "a");
  }

  /** A sum of floating numbers. */
  public static Fold sum() {
    return of("0", "a + b");
  }

  /** A sum of integers that wraps: of signed numbers that overflow C knows no sum. */
  public static Fold wrappingSum() {
    return of("0", "(long)((ulong)a + (ulong)b)");
  }

  /** This fold of {@code f(i, cell)} in the place of the element. */
  public Fold value(String f) {
    return new Fold(start, step, f, finish);
  }

  /** This fold with {@code f(a, cell)} of it as the result. */
  public Fold finish(String f) {
    return new Fold(start, step, value, f);
  }

  /** The results, one for each cell. */
  public DeviceStorage run(ClDevice device, Cells cells, DType out, Arguments arguments) {
    DeviceStorage y = device.allocate(out, cells.count());
    Division division = Division.of(device, cells);
    if (division.pieces() == 1) {
      launch(device, division, Stage.CELLS, cells, arguments, y);
    } else {
      DType acc = arguments.dtype().isFloating() ? arguments.dtype() : DType.INT64;
      DeviceStorage folds = device.allocate(acc, cells.count() * division.pieces());
      launch(device, division, Stage.PIECES, cells, arguments, folds);
      Cells rest = Cells.rows(cells.count(), division.pieces());
      Arguments a = new Arguments(List.of(folds), arguments.perCell, arguments.numbers);
      bound(device.launch(spec(Division.PLAIN, Stage.REST, a, out)), a, y)
          .struct(rest.fields())
          .integers(cells.count(), cells.size())
          .groups(WorkGroups.size(cells.count()))
          .over(cells.count());
    }
    return y;
  }

  private void launch(
      ClDevice device, Division division, Stage stage, Cells cells, Arguments a, DeviceStorage y) {
    Launch launch = bound(device.launch(spec(division.kernel(), stage, a, y.dtype())), a, y);
    launch.struct(cells.fields()).integers(cells.count(), cells.size());
    division.over(launch, cells);
  }

  private static Launch bound(Launch launch, Arguments arguments, DeviceStorage y) {
    arguments.elements.forEach(launch::buffer);
    arguments.perCell.forEach(launch::buffer);
    arguments.numbers.forEach(q -> launch.real(arguments.dtype(), q));
    return launch.buffer(y);
  }

  private KernelSpec spec(String kernel, Stage stage, Arguments arguments, DType out) {
    return specs.computeIfAbsent(
        new Key(kernel, stage, arguments.dtype(), out),
        key -> KernelSpec.of("reduce.cl", kernel, macros(stage, arguments, out)));
  }

  private Map<String, String> macros(Stage stage, Arguments arguments, DType out) {
    String in = ClTypes.name(arguments.dtype());
    String acc = accumulator(arguments.dtype());
    Map<String, String> macros = new LinkedHashMap<>();
    macros.put("ACC", acc);
    macros.put("OUT", ClTypes.name(out));
    macros.put("PARAMETERS", parameters(arguments, in, acc));
    macros.put("START", "(ACC)(" + start + ")");
    macros.put("STEP(a, b)", "(" + step + ")");
    macros.put("VALUE(i, cell)", "(ACC)(" + (stage == Stage.REST ? "x0[i]" : value) + ")");
    macros.put("FINISH(a, cell)", "(OUT)(" + (stage == Stage.PIECES ? "a" : finish) + ")");
    return macros;
  }

  private static String parameters(Arguments arguments, String in, String acc) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < arguments.elements.size(); i++) {
      text.append("global const ").append(in).append("* x").append(i).append(", ");
    }
    for (int i = 0; i < arguments.perCell.size(); i++) {
      text.append("global const ").append(acc).append("* a").append(i).append(", ");
    }
    for (int i = 0; i < arguments.numbers.size(); i++) {
      text.append("const ").append(acc).append(" q").append(i).append(", ");
    }
    return text.toString();
  }

  private static String accumulator(DType dtype) {
    return dtype.isFloating() ? ClTypes.name(dtype) : "long";
  }
}
