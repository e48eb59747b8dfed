package dev.assay.tck.mutants;

/**
 * One bug in a text that a backend is built from.
 *
 * @param id {@code file:line:kind}
 * @param file the text's name
 * @param line where, from 1
 * @param kind what is wrong
 * @param right the line
 * @param wrong what the mutant has in its place
 */
public record SourceMutant(
    String id, String file, int line, String kind, String right, String wrong) {
  /** The text with the bug. */
  public String in(String text) {
    String[] lines = text.split("\n", -1);
    if (line > lines.length || !lines[line - 1].equals(right)) {
      throw new IllegalStateException(id + ": the text has another line there");
    }
    lines[line - 1] = wrong;
    return String.join("\n", lines);
  }

  /** The text of a file, with the bug if it is this one's. */
  public String in(String name, String text) {
    return name.equals(file) ? in(text) : text;
  }

  @Override
  public String toString() {
    return id + ": " + right.strip() + " → " + wrong.strip();
  }
}
