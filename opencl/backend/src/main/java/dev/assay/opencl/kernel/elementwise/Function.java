package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.kernel.ClTypes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A function of elements as OpenCL C writes it. The functions themselves are in {@code reals.cl},
 * {@code integers.cl}, {@code activations.cl} and {@code train.cl}, one of each name for each type:
 * {@code tanh_float}.
 */
public final class Function {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Writes the value of a function. */
  @FunctionalInterface
  private interface Text {
    String of(String arguments, DType last, DType result);
  }

  private final char id = (char) COUNT.getAndIncrement();
  private final Text text;

  private Function(Text text) {
    this.text = text;
  }

  /** The function of that name for the type of its last argument. */
  public static Function named(String name) {
    return new Function((x, last, result) -> call(name, last, x));
  }

  /** The conversion of an element to the type of the result. */
  public static Function conversion() {
    return new Function(Function::converted);
  }

  private static String converted(String x, DType from, DType result) {
    if (result == DType.BOOL) {
      return call("truth", from, x);
    }
    String whole = from.isFloating() && !result.isFloating() ? call("whole", from, x) : x;
    return "CONVERT(" + ClTypes.name(result) + ", " + whole + ")";
  }

  private static String call(String name, DType type, String arguments) {
    return name + "_" + ClTypes.name(type) + "(" + arguments + ")";
  }

  /** Tells functions apart. */
  char id() {
    return id;
  }

  /** The function of arguments that are given by text, as OpenCL C; {@code last} the last type. */
  String text(List<String> arguments, DType last, DType result) {
    return text.of(String.join(", ", arguments), last, result);
  }
}
