package dev.assay.cli;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.programs.Defaults;
import dev.assay.programs.OptimizerNames;
import dev.assay.programs.Origin;
import dev.assay.programs.Outputs;
import dev.assay.programs.Program;
import dev.assay.programs.Programs;
import dev.assay.programs.Result;
import dev.assay.programs.Settings;
import dev.assay.programs.Task;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code assay train}: runs one of the documents' programs. The last line of standard output has
 * the final metrics. Exit 0 if training ended, 1 if the loss or a metric is no number, 2 where it
 * was called wrongly or could not read what it was given.
 */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one of the documents' programs; without a name, lists them. The last line has the"
          + " final metrics.",
      "",
      "The same options and files give the same bytes on every machine. A run that is continued"
          + " with --restore, and otherwise the same options, ends as if it had never stopped.",
      "",
      "With --backend everything runs there or the run ends. With --device alone, what the device"
          + " cannot do runs on the reference; the run says what that was."
    },
    footer = {
      "",
      "Examples:",
      "  assay train linear-regression",
      "  assay train mlp-mnist --data mnist --save checkpoints",
      "  assay train mlp-mnist --data mnist --restore checkpoints --epochs 20"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "the program",
      completionCandidates = Names.class)
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "what to train on; default: what the program has or draws itself")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--epochs", paramLabel = "N", description = "how often all data are seen")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch", paramLabel = "N", description = "examples per step")
  private Optional<Integer> batch = Optional.empty();

  @Option(names = "--learning-rate", paramLabel = "X", description = "of the optimizer")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "one of ${COMPLETION-CANDIDATES}",
      completionCandidates = OptimizerCandidates.class)
  private Optional<String> optimizer = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "where random numbers come from; default " + Settings.SEED)
  private Optional<Long> seed = Optional.empty();

  @Mixin private Target target;

  @Option(names = "--save", paramLabel = "DIR", description = "writes checkpoints there")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--save-steps",
      paramLabel = "N",
      description = "steps from one checkpoint to the next; default " + Outputs.SAVE_STEPS)
  private Optional<Integer> saveSteps = Optional.empty();

  @Option(
      names = "--restore",
      paramLabel = "DIR|PREFIX",
      description = "goes on from the latest checkpoint of a folder, or from that one")
  private Optional<Path> restore = Optional.empty();

  @Option(
      names = "--summaries",
      paramLabel = "DIR",
      description = "writes an event file there: losses, histograms, the graph")
  private Optional<Path> summaries = Optional.empty();

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "draws the loss of every step there, a PNG")
  private Optional<Path> plot = Optional.empty();

  /** The programs, for completion and suggestions. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Programs.all().stream().map(Program::name).iterator();
    }
  }

  /** The optimizers, for the help. */
  static final class OptimizerCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OptimizerNames.all().iterator();
    }
  }

  @Override
  public Integer call() {
    if (name.isEmpty()) {
      list();
      return Assay.OK;
    }
    try {
      Program program = Programs.get(name.get());
      return target.on(backend -> train(program, backend));
    } catch (AssayException | UncheckedIOException e) {
      spec.commandLine().getErr().println("assay train: " + Assay.oneLine(e.getMessage()));
      return Assay.BAD_INPUT;
    }
  }

  private void list() {
    PrintWriter out = spec.commandLine().getOut();
    for (Program p : Programs.all()) {
      out.printf(Locale.ROOT, "%-22s %s%n", p.name(), p.summary());
      out.printf(Locale.ROOT, "%-22s %s%n", "", text(p.defaults(Origin.EMBEDDED)));
    }
  }

  private static String text(Defaults d) {
    return "  epochs "
        + d.epochs()
        + (d.batch().isPresent() ? ", batch " + d.batch().getAsInt() : "")
        + (", learning rate " + d.learningRate())
        + d.optimizer().map(o -> ", " + o).orElse("");
  }

  private int train(Program program, Backend backend) {
    Settings settings =
        Settings.of(
            program, new Settings.Wishes(data, epochs, batch, learningRate, optimizer, seed));
    Outputs outputs =
        new Outputs(save, saveSteps.orElse(Outputs.SAVE_STEPS), restore, summaries, plot);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Result result;
    try (TrainProgress progress = new TrainProgress(out, err)) {
      Task task = new Task(program.name(), settings, outputs, progress::print, progress);
      result = target.isDeviceAlone() ? placed(program, task) : strictly(backend, program, task);
    }
    if (result.diverged()) {
      err.println(
          "assay train: the loss or a metric is no finite number; a smaller --learning-rate may"
              + " help");
    }
    out.println(result.and("seed", settings.seed()).line(program.name()));
    return result.diverged() ? Assay.FOUND_WANTING : Assay.OK;
  }

  private static Result strictly(Backend backend, Program program, Task task) {
    return Devices.with(backend, () -> program.run(task));
  }

  /** On the device of the scope; says what fell back to the reference, and why. */
  @SuppressWarnings("try") // the scopes are opened for their effect
  private Result placed(Program program, Task task) {
    Map<String, Long> fallbacks = new ConcurrentSkipListMap<>();
    Result result;
    try (var soft = Devices.softPlacement(true);
        var listening =
            Devices.log()
                .listen(
                    p ->
                        p.fallback()
                            .ifPresent(
                                why -> fallbacks.merge(p.op() + ": " + why, 1L, Long::sum)))) {
      result = program.run(task);
    }
    PrintWriter err = spec.commandLine().getErr();
    fallbacks.forEach(
        (what, calls) ->
            err.println("assay train: on the reference, " + calls + " calls: " + what));
    return result;
  }
}
