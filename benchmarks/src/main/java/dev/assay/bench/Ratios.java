package dev.assay.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times the OpenCL backend and whoever else is on the class path in turns, in one run, and prints
 * one table. What is printed of several rounds is their median, and of the ratios the range.
 *
 * <pre>{@code Ratios [--rounds N] [--seconds S] [PART OF A NAME]...}</pre>
 */
public final class Ratios {
  /** The one whose speed is a share of the others'. */
  private static final String SUBJECT = "opencl";

  /** One setting of one benchmark class. */
  private record Subject(Class<?> benchmark, Optional<String> parameter, String value) {
    static Subject of(Class<?> benchmark, String parameter, String value) {
      return new Subject(benchmark, Optional.of(parameter), value);
    }

    String name() {
      String name = benchmark.getSimpleName().replace("Benchmark", "");
      return value.isEmpty() ? name : name + " " + value;
    }
  }

  private static final List<Subject> SUBJECTS =
      List.of(
          Subject.of(MatmulBenchmark.class, "n", "512"),
          Subject.of(MatmulBenchmark.class, "n", "1024"),
          Subject.of(MatmulBenchmark.class, "n", "2048"),
          Subject.of(Conv2dBenchmark.class, "direction", Work.Direction.FORWARD.name()),
          Subject.of(Conv2dBenchmark.class, "direction", Work.Direction.BACKPROP_INPUT.name()),
          Subject.of(Conv2dBenchmark.class, "direction", Work.Direction.BACKPROP_FILTER.name()),
          Subject.of(ElementwiseBenchmark.class, "n", "16777216"),
          new Subject(LaunchBenchmark.class, Optional.empty(), ""));

  private final int rounds;
  private final double seconds;
  private final List<String> wanted;

  private Ratios(int rounds, double seconds, List<String> wanted) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.wanted = wanted;
  }

  /** Runs and prints; ends with status 2 where the arguments are not understood. */
  public static void main(String[] args) throws RunnerException, IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    OptionParser parser = new OptionParser();
    OptionSpec<Integer> rounds =
        parser
            .accepts("rounds", "how often everybody has a turn")
            .withRequiredArg()
            .ofType(Integer.class)
            .defaultsTo(3);
    OptionSpec<Double> seconds =
        parser
            .accepts("seconds", "of one measurement")
            .withRequiredArg()
            .ofType(Double.class)
            .defaultsTo(1.0);
    OptionSpec<String> wanted =
        parser.nonOptions("parts of the names of what is timed; all where there are none");
    OptionSpec<Void> help = parser.accepts("help", "this text").forHelp();
    try {
      OptionSet options = parser.parse(args);
      if (options.has(help)) {
        parser.printHelpOn(out);
        return;
      }
      new Ratios(options.valueOf(rounds), options.valueOf(seconds), options.valuesOf(wanted))
          .print(out);
    } catch (OptionException e) {
      out.println(e.getMessage());
      parser.printHelpOn(out);
      System.exit(2);
    }
  }

  private void print(PrintStream out) throws RunnerException {
    List<Contender> contenders = Contender.all();
    for (Contender c : contenders) {
      out.println(c.name() + ": " + c.about());
    }
    out.println(
        "Java "
            + Runtime.version()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors; median of "
            + rounds
            + " rounds");
    out.println(RatioTable.HEADER);
    for (Subject subject : SUBJECTS) {
      if (wanted.isEmpty() || wanted.stream().anyMatch(subject.name()::contains)) {
        RatioTable table = new RatioTable(SUBJECT);
        for (int round = 0; round < rounds; round++) {
          for (Contender c : contenders) {
            Collection<RunResult> results = run(subject, c.name());
            table.add(c.name(), results);
            if (results.isEmpty() && round == 0) {
              out.println(subject.name() + ": " + c.name() + " does not do it");
            }
          }
          if (subject.benchmark() == ElementwiseBenchmark.class) {
            table.add("arraycopy", run(Subject.of(CopyBenchmark.class, "n", subject.value()), ""));
          }
        }
        table.rows(subject.name()).forEach(out::println);
      }
    }
  }

  private Collection<RunResult> run(Subject subject, String contender) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + subject.benchmark().getSimpleName() + "\\.")
            .verbosity(VerboseMode.SILENT)
            .forks(1)
            .warmupTime(TimeValue.milliseconds((long) (1000 * seconds)))
            .measurementTime(TimeValue.milliseconds((long) (1000 * seconds)));
    if (!contender.isEmpty()) {
      options = options.param("contender", contender);
    }
    if (subject.parameter().isPresent()) {
      options = options.param(subject.parameter().get(), subject.value());
    }
    return new Runner(options.build()).run();
  }
}
