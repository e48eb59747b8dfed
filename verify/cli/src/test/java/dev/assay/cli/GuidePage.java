package dev.assay.cli;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.opentest4j.TestAbortedException;

/**
 * A Markdown page whose samples are run.
 *
 * <ul>
 *   <li>A {@code java} block that begins with {@code package} is a source file.
 *   <li>A block that begins with {@code # META-INF/services/} is that file; a {@code python} block
 *       that begins with {@code # name.py} too. Commands find it, and its page needs {@code
 *       python3}: without one it is skipped, or fails where {@code ASSAY_REQUIRE_PYTHON=true}.
 *   <li>All other {@code java} blocks are statements of one method, in order; assertions are on,
 *       and the packages of {@link #IMPORTS} are imported.
 *   <li>A {@code console} block holds commands and what they print: {@code $ ./assay …}, {@code $
 *       echo '…' | ./assay eval}. An ellipsis stands for anything, on a line of its own for any
 *       lines. Other commands are not run.
 * </ul>
 *
 * Each page has a class loader of its own, in which what it defines is found as on a class path.
 */
final class GuidePage {
  private static final List<String> IMPORTS =
      List.of(
          "java.nio.file.*",
          "java.util.*",
          "dev.assay.engine.*",
          "dev.assay.engine.backend.*",
          "dev.assay.engine.grad.*",
          "dev.assay.engine.graph.*",
          "dev.assay.engine.op.*",
          "dev.assay.engine.ops.array.*",
          "dev.assay.engine.ops.control.*",
          "dev.assay.engine.ops.elementwise.*",
          "dev.assay.engine.ops.image.*",
          "dev.assay.engine.ops.linalg.*",
          "dev.assay.engine.ops.nn.*",
          "dev.assay.engine.ops.random.Random",
          "dev.assay.engine.ops.reduce.*",
          "dev.assay.engine.ops.signal.*",
          "dev.assay.engine.ops.string.*",
          "dev.assay.engine.ops.train.*",
          "dev.assay.engine.ops.window.*",
          "dev.assay.engine.tensor.*",
          "dev.assay.formats.chart.*",
          "dev.assay.formats.checkpoint.*",
          "dev.assay.formats.cifar.*",
          "dev.assay.formats.csv.*",
          "dev.assay.formats.event.*",
          "dev.assay.formats.example.*",
          "dev.assay.formats.idx.*",
          "dev.assay.formats.image.*",
          "dev.assay.formats.npy.*",
          "dev.assay.formats.tfrecord.*",
          "dev.assay.learn.classic.*",
          "dev.assay.learn.input.*",
          "dev.assay.learn.layer.*",
          "dev.assay.learn.metric.*",
          "dev.assay.learn.optimizer.*",
          "dev.assay.learn.penalty.*",
          "dev.assay.learn.progress.*",
          "dev.assay.learn.variable.*");

  private static final String SERVICES = "# META-INF/services/";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)[^\\n]*\\n(.*?)^```[ ]*$");
  private static final Pattern SCRIPT = Pattern.compile("# (\\w+\\.py)\n");
  private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

  private record Command(String line, String printed) {}

  private final List<String> files = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private final Map<String, String> scripts = new LinkedHashMap<>();
  private final List<String> statements = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();

  private GuidePage() {}

  /** Reads the samples of a page. */
  static GuidePage read(Path file) throws IOException {
    GuidePage page = new GuidePage();
    Matcher m = BLOCK.matcher(Files.readString(file));
    while (m.find()) {
      String text = m.group(2);
      Matcher script = SCRIPT.matcher(text);
      if (m.group(1).equals("python") && script.lookingAt()) {
        page.scripts.put(script.group(1), text);
      } else if (m.group(1).equals("console")) {
        page.transcript(text);
      } else if (text.startsWith(SERVICES)) {
        page.services.add(text);
      } else if (m.group(1).equals("java")) {
        (text.startsWith("package ") ? page.files : page.statements).add(text);
      }
    }
    return page;
  }

  private void transcript(String text) {
    for (String part : text.split("(?m)^\\$ ")) {
      if (!part.isBlank()) {
        int end = part.indexOf('\n');
        commands.add(new Command(part.substring(0, end).strip(), part.substring(end + 1)));
      }
    }
  }

  /** What is wrong with the page, using an empty folder; empty where nothing is. */
  String check(Path folder) throws Exception {
    if (!scripts.isEmpty() && !hasPython()) {
      if (Boolean.parseBoolean(System.getenv("ASSAY_REQUIRE_PYTHON"))) {
        return "python3 is required and not installed";
      }
      throw new TestAbortedException("no python3 is installed, which runs " + scripts.keySet());
    }
    List<Path> sources = write(folder);
    // without test classes: they bring backends of their own
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    if (!sources.isEmpty()) {
      StringWriter messages = new StringWriter();
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
        List<String> options =
            List.of(
                "-proc:none", "-cp", classPath, "-d", folder.toString(), "-Xlint:all,-path,-try");
        boolean good =
            compiler
                .getTask(
                    messages,
                    manager,
                    null,
                    options,
                    null,
                    manager.getJavaFileObjectsFromPaths(sources))
                .call();
        if (!good || !messages.toString().isEmpty()) {
          return messages.toString();
        }
      }
    }
    return run(folder, classPath);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> write(Path folder) throws IOException {
    for (Map.Entry<String, String> e : scripts.entrySet()) {
      Files.writeString(folder.resolve(e.getKey()), e.getValue());
    }
    List<Path> sources = new ArrayList<>();
    for (String text : files) {
      Matcher type = TYPE.matcher(text);
      if (!type.find()) {
        throw new IOException("a sample that begins with package has no class:\n" + text);
      }
      sources.add(
          Files.writeString(
              Files.createDirectories(folder.resolve("src" + sources.size()))
                  .resolve(type.group(1) + ".java"),
              text));
    }
    for (String text : services) {
      String first = text.lines().findFirst().orElseThrow();
      Path file = folder.resolve(first.substring(2).strip());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    if (!statements.isEmpty()) {
      String imports =
          IMPORTS.stream().map(i -> "import " + i + ";\n").collect(Collectors.joining());
      sources.add(
          Files.writeString(
              folder.resolve("Samples.java"),
              imports
                  + "public class Samples {\n  public static void run() throws Exception {\n"
                  + String.join("\n", statements)
                  + "  }\n}\n"));
    }
    return sources;
  }

  private String run(Path folder, String classPath) throws Exception {
    List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String entry : classPath.split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      loader.setDefaultAssertionStatus(true);
      thread.setContextClassLoader(loader);
      if (!statements.isEmpty()) {
        loader.loadClass("Samples").getMethod("run").invoke(null);
      }
      judge(loader);
      return print(loader, folder);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("a sample threw " + e.getCause(), e.getCause());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Runs the samples that are suites of tests. */
  private void judge(ClassLoader loader) throws Exception {
    for (String text : files) {
      if (!text.contains(" extends BackendTck")) {
        continue;
      }
      Matcher type = TYPE.matcher(text);
      Matcher pack = Pattern.compile("package ([\\w.]+);").matcher(text);
      if (!type.find() || !pack.find()) {
        throw new IOException("a suite without a name:\n" + text);
      }
      var constructor =
          loader.loadClass(pack.group(1) + "." + type.group(1)).getDeclaredConstructor();
      constructor.setAccessible(true);
      Object suite = constructor.newInstance();
      Method factory = suite.getClass().getSuperclass().getDeclaredMethod("operations");
      factory.setAccessible(true);
      for (Object test : ((Stream<?>) factory.invoke(suite)).toList()) {
        Object executable = test.getClass().getMethod("getExecutable").invoke(test);
        Method execute =
            loader.loadClass("org.junit.jupiter.api.function.Executable").getMethod("execute");
        try {
          execute.invoke(executable);
        } catch (InvocationTargetException e) {
          // loaded by the page's loader, so that instanceof is of no use
          if (!e.getCause().getClass().getName().equals(TestAbortedException.class.getName())) {
            throw e;
          }
        }
      }
    }
  }

  private String print(ClassLoader loader, Path folder) throws Exception {
    Method run =
        loader
            .loadClass(Assay.class.getName())
            .getDeclaredMethod(
                "run", InputStream.class, PrintWriter.class, PrintWriter.class, String[].class);
    run.setAccessible(true);
    StringBuilder wrong = new StringBuilder();
    for (Command c : commands) {
      Optional<Call> call = Call.of(c.line);
      if (call.isEmpty()) {
        continue;
      }
      StringWriter out = new StringWriter();
      PrintWriter to = new PrintWriter(out);
      InputStream in = new ByteArrayInputStream(call.get().input.getBytes(StandardCharsets.UTF_8));
      String here = folder + "/"; // a command runs there, where it says nothing of it
      String[] args =
          call.get().args.stream().map(arg -> inFolder(arg, here)).toArray(String[]::new);
      run.invoke(null, in, to, to, args);
      String text = out.toString().replace(here, "");
      if (!pattern(c.printed).matcher(text).matches()) {
        wrong.append("$ ").append(c.line).append("\nprints\n").append(text).append("\nthe page:\n");
        wrong.append(c.printed).append('\n');
      }
    }
    return wrong.toString();
  }

  private String inFolder(String arg, String here) {
    String out = arg;
    for (String script : scripts.keySet()) {
      out =
          out.replaceAll(
              "(?<!\\S)" + Pattern.quote(script), Matcher.quoteReplacement(here + script));
    }
    return out;
  }

  private static Pattern pattern(String printed) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (String line : printed.stripTrailing().split("\n")) {
      if (line.strip().equals("…")) {
        regex.append("(?:[^\\n]*\\n)*?");
      } else {
        regex.append(
            Stream.of(line.split("…", -1))
                .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
                .collect(Collectors.joining("[^\\n]*")));
        regex.append("\\n");
      }
    }
    return Pattern.compile(regex + "\\s*");
  }

  /** A command line of ours. */
  private record Call(String input, List<String> args) {
    private static final Pattern ECHO = Pattern.compile("echo '([^']*)' \\| (\\./assay .*)");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

    static Optional<Call> of(String line) {
      Matcher echo = ECHO.matcher(line);
      boolean piped = echo.matches();
      String command = (piped ? echo.group(2) : line).replaceFirst("^ASSAY_CLASSPATH=\\S+ ", "");
      if (!command.startsWith("./assay ")) {
        return Optional.empty();
      }
      List<String> args = new ArrayList<>();
      Matcher m = WORD.matcher(command.replaceFirst("\\s+# .*", ""));
      while (m.find()) {
        args.add(m.group().replace("'", ""));
      }
      return Optional.of(new Call(piped ? echo.group(1) + "\n" : "", args.subList(1, args.size())));
    }
  }
}
