package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions over strings, by {@code java.util.regex}.
 *
 * <p>TensorFlow's RE2 answers in linear time; Java's engine backtracks. So that a call always ends,
 * a match may read only so many characters, after which it is an error that says so.
 */
final class Regex {
  /** Characters that matching one string may read, beyond a thousand per character of it. */
  private static final long STEPS = 10_000_000;

  private static final int STEPS_PER_CHARACTER = 1000;

  private static final String DIALECT =
      "Patterns are java.util.regex's, not RE2's: [[:alpha:]], $ before a last line break, what . and"
          + " \\s, \\v, \\b and && mean, (?P<name>…) and \\p{Greek} differ; back references"
          + " and look-around, which RE2 lacks, are accepted.";

  private static final String ENCODING =
      "A string that is UTF-8 is matched by code points, any other byte by byte.";

  static final Op REGEX_REPLACE =
      Op.define("regex_replace")
          .formula("output[i] = input[i] in which every match of pattern is replaced by rewrite")
          .note("In rewrite \\0 is the match, \\1 … \\9 are its groups, two backslashes are one.")
          .note("An empty match right after a match is none, as in RE2.")
          .note(DIALECT)
          .note(ENCODING)
          .input("input", STRINGS, "any shape")
          .attr("pattern", Type.TEXT, "a regular expression")
          .attr("rewrite", Type.TEXT, "what replaces a match")
          .attr("replace_global", Type.BOOL, true, "every match, or only the first")
          .require(Kind.ATTRIBUTE, "pattern is a regular expression", o -> isPattern(o.attrs()))
          .require(
              Kind.ATTRIBUTE,
              "rewrite has \\0 … \\9 of groups that pattern has, or \\\\, after a backslash",
              o -> isRewrite(o.attrs()))
          .kernel(Regex::replace)
          .noGradients("strings")
          .build();

  static final Op REGEX_FULL_MATCH =
      Op.define("regex_full_match")
          .formula("output[i] = whether pattern matches the whole of input[i]")
          .note(DIALECT)
          .note(ENCODING)
          .input("input", STRINGS, "any shape")
          .attr("pattern", Type.TEXT, "a regular expression")
          .require(Kind.ATTRIBUTE, "pattern is a regular expression", o -> isPattern(o.attrs()))
          .type(o -> new TensorType(DType.BOOL, o.shape(0)))
          .kernel(Regex::matches)
          .noGradients("strings")
          .build();

  static final List<Op> ROWS = List.of(REGEX_REPLACE, REGEX_FULL_MATCH);

  private Regex() {}

  private static boolean isPattern(Attributes attrs) {
    try {
      Pattern.compile(attrs.text("pattern"));
      return true;
    } catch (PatternSyntaxException | StackOverflowError e) {
      return false;
    }
  }

  private static boolean isRewrite(Attributes attrs) {
    int groups = Pattern.compile(attrs.text("pattern")).matcher("").groupCount();
    String rewrite = attrs.text("rewrite");
    for (int i = 0; i < rewrite.length(); i++) {
      if (rewrite.charAt(i) == '\\') {
        i++;
        char c = i < rewrite.length() ? rewrite.charAt(i) : 'x';
        boolean group = '0' <= c && c <= '9' && c - '0' <= groups;
        if (!group && c != '\\') {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Tensor> replace(Call c) {
    Pattern pattern = Pattern.compile(c.attrs().text("pattern"));
    String rewrite = c.attrs().text("rewrite");
    boolean all = c.attrs().flag("replace_global");
    return Bytes.map(
        c,
        s -> {
          boolean utf8 = Bytes.isUtf8(s);
          String text = utf8 ? Bytes.utf8(s) : Bytes.latin1(s);
          String out = guarded(c, pattern, text, m -> replace(m, text, rewrite, all));
          return out.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        });
  }

  private static String replace(Matcher m, String text, String rewrite, boolean all) {
    StringBuilder out = new StringBuilder();
    int done = 0; // what of the text is written
    int lastEnd = -1;
    while (m.find()) {
      boolean repeated = m.end() == m.start() && m.start() == lastEnd;
      if (repeated) {
        continue;
      }
      out.append(text, done, m.start());
      rewritten(out, m, rewrite);
      done = m.end();
      lastEnd = m.end();
      if (!all) {
        break;
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  private static void rewritten(StringBuilder out, Matcher m, String rewrite) {
    for (int i = 0; i < rewrite.length(); i++) {
      char c = rewrite.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char next = rewrite.charAt(++i);
      if (next == '\\') {
        out.append(next);
      } else if (m.group(next - '0') != null) {
        out.append(m.group(next - '0'));
      }
    }
  }

  private static List<Tensor> matches(Call c) {
    Pattern pattern = Pattern.compile(c.attrs().text("pattern"));
    byte[][] x = c.in(0).host().bytes();
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      String text = Bytes.isUtf8(x[i]) ? Bytes.utf8(x[i]) : Bytes.latin1(x[i]);
      y[i] = guarded(c, pattern, text, Matcher::matches) ? 1 : 0;
    }
    return c.result(y);
  }

  /** Runs a match, and ends it with a typed error where it would take for ever. */
  private static <R> R guarded(Call c, Pattern pattern, String text, Function<Matcher, R> search) {
    try {
      return search.apply(pattern.matcher(new Metered(text)));
    } catch (StackOverflowError | Exhausted e) {
      throw new ValueException(
          c.op().name()
              + ": pattern \""
              + pattern
              + "\" takes too long on a string of "
              + text.length()
              + " characters: it backtracks");
    }
  }

  /** A match has read too much. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super(null, null, false, false);
    }
  }

  /** A text that counts how often it is read. */
  private static final class Metered implements CharSequence {
    private final String text;
    private long left;

    Metered(String text) {
      this.text = text;
      this.left = STEPS + (long) STEPS_PER_CHARACTER * text.length();
    }

    @Override
    public char charAt(int i) {
      if (--left < 0) {
        throw new Exhausted();
      }
      return text.charAt(i);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.subSequence(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
