package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.CLException;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/** The built programs of one device and their kernels, each built once. */
final class Programs {
  private final Driver driver;
  private final Driver.Session session;
  private final DeviceInfo info;
  private final Sources sources;
  private final BinaryCache cache;
  private final String options;
  private final Map<String, cl_program> programs = new HashMap<>();
  private final Map<KernelSpec, cl_kernel> kernels = new ConcurrentHashMap<>();

  Programs(Driver driver, Driver.Session session, DeviceInfo info, Settings settings) {
    this.driver = driver;
    this.session = session;
    this.info = info;
    this.sources = new Sources(settings.sources());
    this.cache = new BinaryCache(settings.cache(), info);
    this.options = options(info, settings);
  }

  private static String options(DeviceInfo info, Settings settings) {
    List<String> options = new ArrayList<>(List.of("-cl-std=CL1.2"));
    if (info.single().contains(DeviceInfo.FpFlag.CORRECTLY_ROUNDED_DIVIDE_SQRT)) {
      options.add("-cl-fp32-correctly-rounded-divide-sqrt");
    }
    if (settings.relaxed()) {
      options.add("-cl-fast-relaxed-math");
    }
    return String.join(" ", options);
  }

  /** The kernel, which only one thread at a time may give arguments to. */
  cl_kernel kernel(KernelSpec spec) {
    cl_kernel found = kernels.get(spec);
    return found == null ? make(spec) : found;
  }

  private synchronized cl_kernel make(KernelSpec spec) {
    cl_kernel found = kernels.get(spec);
    if (found != null) {
      return found;
    }
    String source = sources.text(spec, info);
    cl_program program = programs.get(source);
    if (program == null) {
      program = build(spec, source);
      programs.put(source, program);
    }
    try {
      cl_kernel kernel = driver.kernel(program, spec.name());
      kernels.put(spec, kernel);
      return kernel;
    } catch (CLException e) {
      throw Faults.of(info, "kernel " + spec, e);
    }
  }

  private cl_program build(KernelSpec spec, String source) {
    Optional<byte[]> binary = cache.find(source, options);
    if (binary.isPresent()) {
      try {
        return driver.load(session, info, binary.get(), options);
      } catch (CLException e) {
        // damaged, or of a driver that changed without its version: built again and kept anew
      }
    }
    try {
      cl_program program = driver.build(session, info, source, options);
      keep(source, program);
      return program;
    } catch (CLException e) {
      if (Faults.isLoss(e)) {
        throw Faults.of(info, "building " + spec.file(), e);
      }
      throw new BackendException(
          BackendException.Reason.BUILD,
          "opencl: "
              + info.device()
              + " ("
              + info.name()
              + "): "
              + spec.file()
              + " does not build with\n"
              + spec.macros()
              + driver.buildLog(),
          e);
    }
  }

  /** A program that the driver does not hand out is built by every process anew. */
  private void keep(String source, cl_program program) {
    try {
      cache.keep(source, options, driver.binary(program));
    } catch (CLException e) {
      if (Faults.isLoss(e)) {
        throw e;
      }
    }
  }

  /** Gives all programs up. */
  synchronized void close() {
    kernels.values().forEach(driver::releaseKernel);
    kernels.clear();
    programs.values().forEach(driver::releaseProgram);
    programs.clear();
  }
}
