package dev.assay.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code assay} command. */
@Command(name = "assay", subcommands = VerifyCommand.class, mixinStandardHelpOptions = true)
public final class Assay {
  private Assay() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Assay()).execute(args));
  }
}
