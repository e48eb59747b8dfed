package dev.assay.tck.judge;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a backend as one word: in a verdict line, and in a command line. */
public final class Words {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Words() {}

  /**
   * The text without blanks, for {@code key=word}: what is no printable ASCII, and the percent
   * sign, are written as in addresses of the web, {@code %20}.
   */
  public static String ofLine(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '%') {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /** The text as a word of a POSIX shell: quoted where it is more than letters and digits. */
  public static String ofShell(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
