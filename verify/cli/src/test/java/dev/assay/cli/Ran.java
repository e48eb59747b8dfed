package dev.assay.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command line ended with and printed.
 *
 * @param status the exit status
 * @param out standard output
 * @param err standard error
 */
record Ran(int status, String out, String err) {
  /** Runs {@code assay} in this process, with nothing to read. */
  static Ran of(String... args) {
    return reading("", args);
  }

  /** Runs {@code assay} in this process with {@code input} as its standard input. */
  static Ran reading(String input, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Assay.run(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            args);
    return new Ran(status, out.toString(), err.toString());
  }

  /** The last line of standard output. */
  String last() {
    List<String> lines = out.lines().toList();
    return lines.get(lines.size() - 1);
  }
}
