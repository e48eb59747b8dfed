package dev.assay.cli;

import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Backend;
import dev.assay.tck.eval.Evaluator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code assay eval}: the oracle as a process. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluates operations and their gradients: one JSON request per line in, one JSON answer per"
          + " line out.",
      "",
      "Each answer is written before the next request is read, so that any program can keep this"
          + " command as a co-process. A bad line gets an error line and the next one is read;"
          + " blank lines are skipped. The exit status is 2 if any line was bad.",
      "",
      "A request has op, inputs, and as needed id, dtype, attrs and cotangent. dtype holds for"
          + " tensors that state none; float32 if absent. A tensor is"
          + " {\"dtype\",\"shape\",\"data\"} or just nested lists. Inputs of a list-valued"
          + " operation are named \"0\", \"1\", ... The cotangent of the result (or \"cotangents\","
          + " one per result) asks for gradients. On the reference they are computed in float64 and"
          + " rounded once. \"NaN\", \"Infinity\" and \"-Infinity\" are texts."
    },
    footer = {
      "",
      "Example:",
      "  $ echo '{\"id\":1,\"op\":\"multiply\",\"inputs\":{\"x\":[1,2],\"y\":[3,4]},"
          + "\"cotangent\":[1,1]}' | assay eval",
      "  {\"id\":1,\"outputs\":[{\"dtype\":\"float32\",\"shape\":[2],\"data\":[3.0,8.0]}],",
      "   \"gradients\":{\"x\":{...\"data\":[3.0,4.0]},\"y\":{...\"data\":[1.0,2.0]}}}"
    })
final class EvalCommand implements Callable<Integer> {
  @ParentCommand private Assay assay;
  @Spec private CommandSpec spec;

  @Mixin private Target target;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "the requests; standard input if absent or -")
  private Optional<Path> file;

  @Override
  public Integer call() {
    return target.on(this::answer);
  }

  private int answer(Backend backend) {
    Evaluator evaluator = new Evaluator(backend);
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    try (BufferedReader lines = new BufferedReader(open())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (text.isBlank()) {
          continue;
        }
        good &= evaluator.answer(text, out);
        out.write('\n');
        if (out.checkError()) { // flushes; nobody reads any more
          break;
        }
      }
    } catch (NoSuchFileException e) {
      throw new FormatException(e.getFile() + ": no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file.map(f -> f + ": ").orElse("") + e.getMessage(), e);
    }
    return good ? Assay.OK : Assay.BAD_INPUT;
  }

  private Reader open() throws IOException {
    boolean standard = file.isEmpty() || file.get().toString().equals("-");
    InputStream in = standard ? assay.in() : Files.newInputStream(file.get());
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }
}
