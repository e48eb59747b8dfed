package dev.assay.tck.process;

/** What a program wrote, made fit for a message. */
final class Printable {
  private Printable() {}

  /** The text without control characters, shortened to {@code most} characters. */
  static String brief(String text, int most) {
    String head = text.length() <= most ? text : text.substring(0, most) + "…";
    return head.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}]+", " ").strip();
  }
}
