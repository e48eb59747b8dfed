package dev.assay.proof.mutants;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.Driver;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.proof.Calls;
import dev.assay.tck.mutants.SourceMutant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that runs operations where the driver is a simulator, which prints what it sees: reads
 * names of operations and the identity of a mutant, or none, in each line of standard input.
 */
public final class SimulatorWorker {
  /** The answer where all has run. */
  static final String DONE = "done";

  /** Calls that look for a mutant; where there is none, of every operation, half as many. */
  private static final int CALLS = 12;

  /** A simulated step takes as long as ten thousand others. */
  private static final long MOST_ELEMENTS = 1200;

  private SimulatorWorker() {}

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Map<String, SourceMutant> mutants = KernelMutants.byId();
    ChildProcess.serve(
        line -> {
          String[] parts = line.split("\t", -1);
          Optional<SourceMutant> mutant = Optional.ofNullable(mutants.get(parts[1]));
          try {
            for (String op : parts[0].split(",")) {
              run(op, mutant);
            }
            return DONE;
          } catch (RuntimeException e) {
            return e.toString().lines().findFirst().orElse("");
          }
        });
  }

  private static void run(String op, Optional<SourceMutant> mutant) {
    Settings right = Settings.ofProperties().withoutPooling();
    Settings settings =
        mutant.map(m -> right.with(m::in).withCache(Optional.empty())).orElse(right);
    for (Variant variant : EnumSet.complementOf(EnumSet.of(Variant.AUTO))) { // one of the others
      Driver driver = new WatchedDriver(new JoclDriver()); // no guards: they would be memory
      try (OpenClBackend backend = new OpenClBackend(driver, settings.with(variant))) {
        calls(op, mutant.isPresent() ? CALLS : CALLS / 2).forEach(call -> run(call, backend));
      }
    }
  }

  /** Small ones; and one of the lines that scan.cl cuts into pieces. */
  private static List<Call> calls(String op, int drawn) {
    List<Call> calls = new ArrayList<>(Probes.calls(op));
    for (int i = 0; i < drawn; i++) {
      Calls.drawn(op, i).ifPresent(calls::add);
    }
    calls.removeIf(
        call -> call.inputs().stream().anyMatch(x -> x.shape().elements() > MOST_ELEMENTS));
    if (op.equals("cumsum")) {
      Tensor lines = Tensor.zeros(DType.FLOAT32, Shape.of(2, 16_385));
      calls.add(Call.of(OpRegistry.get(op), List.of(lines), Attributes.of("axis", 1)));
    }
    return calls;
  }

  private static void run(Call call, Backend backend) {
    Battery.scoped(
        () -> {
          List<Tensor> results = Calls.run(backend, call);
          results.forEach(Tensor::host);
          return results;
        });
  }
}
