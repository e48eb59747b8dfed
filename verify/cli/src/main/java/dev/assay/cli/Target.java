package dev.assay.cli;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.ReferenceBackend;
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
      description =
          "the backend, see assay devices; default reference, or the one that drives --device")
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "which of its devices, such as /gpu:0; default its first")
  private Optional<String> device = Optional.empty();

  /** What {@code body} gives on the backend, in a scope of the device if there is one. */
  <T> T on(Function<Backend, T> body) {
    Backend chosen = choose();
    return Devices.at(device, () -> body.apply(chosen));
  }

  private Backend choose() {
    if (backend.isEmpty()) {
      return device.isPresent() ? Devices.driving(device.get()) : ReferenceBackend.instance();
    }
    Backend named = Devices.backend(backend.get());
    if (device.isPresent() && !Devices.drives(named, device.get())) {
      throw new ValueException(
          "--device " + device.get() + ": backend " + named.name() + " drives no such device");
    }
    return named;
  }

  /** Whether a device was asked for and no backend was. */
  boolean isDeviceAlone() {
    return device.isPresent() && backend.isEmpty();
  }

  /** The options again, for a command line that repeats the run. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (backend.isPresent() || device.isEmpty()) {
      words.addAll(List.of("--backend", backend.orElse(ReferenceBackend.instance().name())));
    }
    device.ifPresent(name -> words.addAll(List.of("--device", name)));
    return words;
  }
}
