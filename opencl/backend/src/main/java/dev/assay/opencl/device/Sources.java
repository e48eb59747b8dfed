package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of the kernels. {@code #include "x.cl"} is replaced by the file, and {@code #line}
 * tells the compiler where each line stands, so that its errors name file and line as they are.
 */
final class Sources {
  private static final Pattern INCLUDE =
      Pattern.compile("\\s*#include\\s+\"([a-z0-9_]+\\.cl)\"\\s*");

  private static final Pattern BRANCH_END = Pattern.compile("^\\s*#\\s*(endif|else|elif)\\b");

  private final BinaryOperator<String> filter;

  Sources(BinaryOperator<String> filter) {
    this.filter = filter;
  }

  /** The text to build: the macros, then the file with what it includes. */
  String text(KernelSpec spec, DeviceInfo device) {
    StringBuilder out = new StringBuilder();
    out.append("#pragma OPENCL FP_CONTRACT OFF\n"); // a·b + c rounds twice, as it is written
    if (device.hasBinary64()) {
      out.append("#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n");
    }
    out.append(spec.macros());
    append(spec.file(), out);
    return out.toString();
  }

  private void append(String file, StringBuilder out) {
    mark(1, file, out);
    List<String> lines = filter.apply(file, read(file)).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher include = INCLUDE.matcher(lines.get(i));
      if (include.matches()) {
        append(include.group(1), out);
        mark(i + 2, file, out);
      } else {
        out.append(lines.get(i)).append('\n');
        if (BRANCH_END.matcher(lines.get(i)).find()) {
          mark(i + 2, file, out); // the compiler skips the marks of a branch that it does not take
        }
      }
    }
  }

  /** Says that the next line is line {@code number} of the file. */
  private static void mark(int number, String file, StringBuilder out) {
    out.append("#line ").append(number).append(" \"").append(file).append("\"\n");
  }

  private static String read(String file) {
    try (InputStream in = Sources.class.getResourceAsStream("/dev/assay/opencl/" + file)) {
      if (in == null) {
        throw new BackendException("opencl: there is no file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
