package dev.assay.tck.process;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.PrecisionClass;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A program to judge: {@code exec:COMMAND}, with settings {@code
 * exec,class=RN32,limit=60,processes=1:COMMAND}.
 *
 * @param command what {@code sh -c} is given
 * @param precision the arithmetic to judge it by, whatever it states; empty: what it states
 * @param limit how long one answer may take
 * @param processes how many of it may run at a time
 */
public record ProgramSpec(
    String command, Optional<PrecisionClass> precision, Duration limit, int processes) {
  /** How long an answer may take where nothing is said. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

  /** How many processes there are at most where nothing is said: one for each of the judge. */
  private static final int ANY = Integer.MAX_VALUE;

  private static final String PREFIX = "exec";
  private static final int LONGEST_SECONDS = 1_000_000;

  /** Whether the text is meant to be a program, rather than the name of another backend. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX + ":") || text.startsWith(PREFIX + ",");
  }

  /** The program of that command, nothing else said. */
  public static ProgramSpec of(String command) {
    return new ProgramSpec(command, Optional.empty(), DEFAULT_LIMIT, ANY);
  }

  /** Reads what {@link #toString} writes. */
  public static ProgramSpec parse(String text) {
    int colon = text.indexOf(':');
    if (!isMeant(text) || colon < 0 || text.substring(colon + 1).isBlank()) {
      throw new ValueException("a program is exec:COMMAND, got \"" + text + "\"");
    }
    ProgramSpec spec = of(text.substring(colon + 1));
    String settings = text.substring(PREFIX.length(), colon);
    for (String setting : settings.isEmpty() ? new String[0] : settings.substring(1).split(",")) {
      int equals = setting.indexOf('=');
      String value = setting.substring(equals + 1);
      spec =
          switch (equals < 0 ? "" : setting.substring(0, equals)) {
            case "class" -> spec.with(precision(value));
            case "limit" ->
                spec.with(Duration.ofSeconds(count("limit, in seconds,", value, LONGEST_SECONDS)));
            case "processes" ->
                new ProgramSpec(
                    spec.command, spec.precision, spec.limit, count("processes", value, ANY));
            default ->
                throw new ValueException(
                    PREFIX
                        + ": settings are class=, limit= and processes=, got \""
                        + setting
                        + "\"");
          };
    }
    return spec;
  }

  /** The same, to be judged by that arithmetic. */
  public ProgramSpec with(PrecisionClass arithmetic) {
    return new ProgramSpec(command, Optional.of(arithmetic), limit, processes);
  }

  /** The same, with that time for each answer. */
  public ProgramSpec with(Duration time) {
    return new ProgramSpec(command, precision, time, processes);
  }

  private static PrecisionClass precision(String name) {
    return Arrays.stream(PrecisionClass.values())
        .filter(p -> p.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ValueException(
                    PREFIX
                        + ": unknown class \""
                        + name
                        + "\", known: "
                        + Arrays.toString(PrecisionClass.values())));
  }

  private static int count(String what, String text, int most) {
    try {
      int n = Integer.parseInt(text);
      if (n >= 1 && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ValueException(
        PREFIX + ": " + what + " must be a number from 1 to " + most + ", got \"" + text + "\"");
  }

  /** The text that {@code --backend} takes, settings that say nothing new left out. */
  @Override
  public String toString() {
    return PREFIX
        + precision.map(p -> ",class=" + p).orElse("")
        + (limit.equals(DEFAULT_LIMIT) ? "" : ",limit=" + limit.toSeconds())
        + (processes == ANY ? "" : ",processes=" + processes)
        + ":"
        + command;
  }
}
