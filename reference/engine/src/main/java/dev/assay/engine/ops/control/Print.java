package dev.assay.engine.ops.control;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code print}: a tensor as it is, shown to whoever watches. */
final class Print {
  /** Where to prints what is for nobody. */
  private static final String NOWHERE = "none";

  private static final Map<String, PrintStream> STREAMS =
      new ConcurrentHashMap<>(
          Map.of("stderr", stream(FileDescriptor.err), "stdout", stream(FileDescriptor.out)));

  static final Op OP =
      Op.define("print")
          .formula("output = input, which is printed")
          .note("Elements print as NumPy prints them, after the message, on a line of their own.")
          .note("output_stream is stderr, stdout, none, or a name given to Control.printTo.")
          .input("input", ANY, "any shape")
          .attr("message", Type.TEXT, "", "what is printed first")
          .attr("summarize", Type.INT, 3, "how much of each dimension is printed; −1 for all")
          .attr("output_stream", Type.TEXT, "stderr", "where to")
          .require(
              Kind.ATTRIBUTE,
              "output_stream is stderr, stdout, none or a name given to Control.printTo",
              o -> isKnown(o.attrs().text("output_stream")))
          .kernel(Print::print)
          .vjp("input", Pullback::dy)
          .stateful()
          .build();

  private Print() {}

  private static PrintStream stream(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }

  private static boolean isKnown(String name) {
    return name.equals(NOWHERE) || STREAMS.containsKey(name);
  }

  private static List<Tensor> print(Call c) {
    Tensor input = c.in(0);
    String name = c.attrs().text("output_stream");
    if (!name.equals(NOWHERE)) {
      STREAMS
          .get(name)
          .println(c.attrs().text("message") + input.summary(c.attrs().int32("summarize")));
    }
    return List.of(Tensor.of(input.shape(), input.storage()));
  }

  static void to(String name, PrintStream out) {
    ValueException.requireGiven(name, "print: the name of a stream");
    STREAMS.put(name, ValueException.requireGiven(out, "print: the stream"));
  }
}
