package dev.assay.proof.mutants;

import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.Driver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.proof.SentinelDriver;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** A backend between guards, built from texts of which some may have a bug. */
final class Suspect implements AutoCloseable {
  /** How long kernels may run. */
  private static final long TIMEOUT = 20_000_000_000L;

  private final WatchedDriver watched;
  private final SentinelDriver guards;
  private final OpenClBackend backend;
  private final Set<String> files = new TreeSet<>();

  /**
   * A backend that runs such versions of the kernels.
   *
   * @param pattern what results and guards are filled with
   * @param cached whether what is built is kept: not where it has a bug
   */
  Suspect(
      Driver driver, Variant variant, int pattern, BinaryOperator<String> texts, boolean cached) {
    Settings settings = Settings.ofProperties();
    watched = new WatchedDriver(driver);
    guards = new SentinelDriver(watched, pattern);
    backend =
        new OpenClBackend(
            guards,
            settings
                .with(variant)
                .with((file, text) -> noted(file, texts.apply(file, text)))
                .withCache(cached ? settings.cache() : Optional.empty())
                .withTimeout(TIMEOUT)
                .withoutPooling());
  }

  private synchronized String noted(String file, String text) {
    files.add(file);
    return text;
  }

  OpenClBackend backend() {
    return backend;
  }

  SentinelDriver guards() {
    return guards;
  }

  WatchedDriver watched() {
    return watched;
  }

  /** The files built from since the last call. */
  synchronized Set<String> files() {
    Set<String> used = Set.copyOf(files);
    files.clear();
    return used;
  }

  @Override
  public void close() {
    backend.close();
  }
}
