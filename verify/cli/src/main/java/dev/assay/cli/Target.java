package dev.assay.cli;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.tck.judge.Words;
import dev.assay.tck.process.ProcessBackend;
import dev.assay.tck.process.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of a command that say who computes. */
final class Target {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "the backend, see assay devices; default reference, or the one that drives --device;",
        "exec:'COMMAND' is a program that answers the requests of assay eval;"
            + " exec,class=RN32,limit=60,processes=1:'COMMAND' also says by which arithmetic it is"
            + " judged, how many seconds an answer may take (default 30), and how many processes"
            + " there may be at a time (default: one per thread)"
      })
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "which of its devices, such as /gpu:0; default its first")
  private Optional<String> device = Optional.empty();

  /** What {@code body} gives on the backend, in a scope of the device if there is one. */
  <T> T on(Function<Backend, T> body) {
    if (backend.filter(ProgramSpec::isMeant).isPresent()) {
      try (ProcessBackend program = ProcessBackend.start(ProgramSpec.parse(backend.get()))) {
        return on(program, body);
      }
    }
    return on(choose(), body);
  }

  private <T> T on(Backend chosen, Function<Backend, T> body) {
    if (backend.isPresent() && device.isPresent() && !Devices.drives(chosen, device.get())) {
      throw new ValueException(
          "--device " + device.get() + ": backend " + chosen.name() + " drives no such device");
    }
    return Devices.at(device, () -> body.apply(chosen));
  }

  private Backend choose() {
    if (backend.isEmpty()) {
      return device.isPresent() ? Devices.driving(device.get()) : ReferenceBackend.instance();
    }
    return Devices.backend(backend.get());
  }

  /** Whether a backend or a device was asked for. */
  boolean isChosen() {
    return backend.isPresent() || device.isPresent();
  }

  /** Whether a device was asked for and no backend was. */
  boolean isDeviceAlone() {
    return device.isPresent() && backend.isEmpty();
  }

  /** The options again, for a command line that repeats the run. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (backend.isPresent() || device.isEmpty()) {
      String name = backend.orElse(ReferenceBackend.instance().name());
      words.addAll(List.of("--backend", Words.ofShell(name)));
    }
    device.ifPresent(name -> words.addAll(List.of("--device", Words.ofShell(name))));
    return words;
  }
}
