package dev.assay.tck.report;

/** Builds markup in which every text is escaped. */
public final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Text and attribute values with what HTML gives a meaning to replaced. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  /** Markup of this class's callers, taken as it is. */
  public Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A text. */
  public Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An opening tag; {@code attributes} are names and values in turn. */
  public Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(attributes[i + 1])).append('"');
    }
    out.append('>');
    return this;
  }

  /** Closing tags. */
  public Html close(String... tags) {
    for (String tag : tags) {
      out.append("</").append(tag).append('>');
    }
    out.append('\n');
    return this;
  }

  /** An element that holds a text. */
  public Html element(String tag, String text, String... attributes) {
    open(tag, attributes).text(text);
    out.append("</").append(tag).append('>');
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
