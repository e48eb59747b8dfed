package dev.assay.cli;

import dev.assay.engine.AssayException;
import dev.assay.golden.GoldenException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code assay} command. Text in and out is UTF-8 whatever the locale. */
@Command(
    name = "assay",
    mixinStandardHelpOptions = true,
    versionProvider = Assay.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "A reference implementation of tensors, and a judge of tensor backends.",
      "",
      "Results go to standard output, messages to standard error. Exit status: 0 done, 1 judged and"
          + " found wanting, 2 wrong usage or bad input."
    },
    footer = {
      "",
      "Examples:",
      "  assay verify --quick --ops matmul,softmax",
      "  assay verify --backend exec:'python3 mine.py'",
      "  echo '{\"op\":\"add\",\"inputs\":{\"x\":[1,2],\"y\":[3,4]}}' | assay eval",
      "  assay ops tanh",
      "  assay vectors check golden/vectors --actual RESULTS --class RN32",
      "  assay train mlp-mnist",
      "",
      "ASSAY_CLASSPATH names jars and folders to add, separated by colons: backends, operations.",
      "assay COMMAND --help tells more of each."
    },
    subcommands = {
      VerifyCommand.class,
      EvalCommand.class,
      OpsCommand.class,
      GoldenCommand.class,
      VectorsCommand.class,
      TrainCommand.class,
      DevicesCommand.class,
      DocsCommand.class
    })
public final class Assay {
  /** Done, and what was judged is good. */
  static final int OK = 0;

  /** Judged, and a failure was found. */
  static final int FOUND_WANTING = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  private final InputStream in;

  private Assay(InputStream in) {
    this.in = in;
  }

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(
        run(
            new FileInputStream(FileDescriptor.in),
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            args));
  }

  private static PrintWriter utf8(FileDescriptor fd) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(fd), StandardCharsets.UTF_8));
  }

  /** Runs one command and returns its exit status. */
  static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Assay(in));
    line.setOut(out).setErr(err);
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Assay::wrongUsage);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    int status = line.execute(args.length == 0 ? new String[] {"--help"} : args);
    out.flush();
    err.flush();
    return args.length == 0 ? BAD_INPUT : status;
  }

  /** Where requests are read from. */
  InputStream in() {
    return in;
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    List<String> near = e instanceof UnmatchedArgumentException u ? u.getSuggestions() : List.of();
    String help = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    command
        .getErr()
        .println("assay: " + oneLine(e.getMessage()) + help + " (see " + name + " --help)");
    return BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine command) throws Exception {
    if (e instanceof AssayException
        || e instanceof GoldenException
        || e instanceof UncheckedIOException) {
      command.getErr().println("assay: " + oneLine(e.getMessage()));
      return BAD_INPUT;
    }
    throw e;
  }

  /** A message without line breaks. */
  static String oneLine(String message) {
    return message == null ? "unknown error" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Prints the version of Assay and of the virtual machine. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Assay.class.getPackage().getImplementationVersion();
      return new String[] {
        "assay " + (version == null ? "development" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
      };
    }
  }
}
