package dev.assay.formats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process of the Java that runs the tests, with their class path. */
public final class Child {
  private Child() {}

  /** To start {@code program} with these options of Java and these arguments. */
  public static ProcessBuilder of(List<String> options, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command);
  }
}
