package dev.assay.tck.report;

import dev.assay.tck.judge.Verdict;
import dev.assay.tck.mutants.KillMatrix;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a verdict's files. Each appears whole or not at all. */
public final class ReportFiles {
  /** For machines. */
  public static final String JSON = "verdict.json";

  /** For people. */
  public static final String PAGE = "report.html";

  /** Which mutants were found, for machines. */
  public static final String MUTANTS_JSON = "mutants.json";

  /** Which mutants were found, for people. */
  public static final String MUTANTS_TEXT = "mutants.txt";

  private final Path folder;

  private ReportFiles(Path folder) {
    this.folder = folder;
  }

  /** Prepares {@code folder}: before a long run rather than after it. */
  public static ReportFiles in(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return new ReportFiles(folder);
  }

  /** Writes both files; the JSON last, so that it never speaks of a page that is not there. */
  public void write(Verdict verdict, Circumstances circumstances) throws IOException {
    replace(PAGE, HtmlReport.write(verdict, circumstances));
    replace(JSON, VerdictJson.write(verdict, circumstances));
  }

  /** Writes the kill matrix, as text and as JSON. */
  public void write(KillMatrix matrix) throws IOException {
    replace(MUTANTS_TEXT, matrix.text() + "\n" + matrix.line() + "\n");
    replace(MUTANTS_JSON, matrix.json() + "\n");
  }

  private void replace(String name, String content) throws IOException {
    Path part = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    part.toFile().deleteOnExit(); // also when the run is interrupted
    Files.writeString(part, content);
    Files.move(
        part,
        folder.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}
