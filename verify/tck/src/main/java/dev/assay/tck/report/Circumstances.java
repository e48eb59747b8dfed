package dev.assay.tck.report;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.backend.Devices;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Under what circumstances a verdict was reached.
 *
 * @param suite who judged
 * @param driver what drives the backend's devices; may be empty
 * @param precision the arithmetic that the backend declares
 * @param device what is known of the device that was judged; empty where there is none
 * @param java the Java runtime
 * @param system operating system and architecture
 * @param processors how many processors Java sees
 * @param jvmFlags the virtual machine's options
 * @param cases how many cases were drawn per operation
 * @param selection the operations asked for; empty for all
 * @param command the command that repeats the run
 * @param started when the run began
 */
public record Circumstances(
    SuiteIdentity suite,
    String driver,
    String precision,
    Optional<DeviceDetails> device,
    String java,
    String system,
    int processors,
    List<String> jvmFlags,
    int cases,
    List<String> selection,
    String command,
    Instant started) {
  /** The circumstances of a run that begins now on this machine. */
  public static Circumstances now(
      Backend backend, int cases, List<String> selection, String command) {
    return new Circumstances(
        SuiteIdentity.current(),
        backend.driver(),
        backend.precision().name(),
        Devices.detailsOf(backend),
        System.getProperty("java.runtime.version")
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("java.vendor"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        cases,
        selection,
        command,
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
