package dev.assay.proof.mutants;

import dev.assay.tck.mutants.SourceMutant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bugs by rule: in every line that {@code where} matches, each match of {@code what} gives one
 * mutant, in which {@code wrong} stands in its place. Comments, conditional sections and the values
 * of tunables are left alone.
 */
final class MutationRules {
  private record Rule(String kind, Pattern where, Pattern what, String wrong) {}

  private static final String ANY = "";
  private static final String LOOP = "\\+\\+\\) \\{|\\bfor \\(";

  /** Not those over arrays in registers: what lies behind these is not defined, nor seen. */
  private static final String GROWING_LOOP = "^(?!.* < [A-Z]).*(\\+\\+\\) \\{|\\bfor \\()";

  private static final String GUARD = "^ *(if|\\} else if) \\(.*(<|>)";
  private static final String NO_LOOP = "^(?!.*(\\bfor \\(|\\+\\+\\)))";

  /** Sums kept to the 11 bits of binary16; of binary64 this would keep 40, which nobody sees. */
  private static final String HALF = "accumulator-half";

  private static final List<Rule> RULES =
      List.of(
          rule("guard-dropped", GUARD, "if \\((.*)\\) \\{", "if (1) {"),
          rule("guard-widened", GUARD, "(?<!<) < ", " <= "),
          rule("guard-widened", GUARD, " >= ", " > "),
          rule("loop-longer", GROWING_LOOP, "(?<!<) < ", " <= "),
          rule("loop-shorter", LOOP, "\\b(\\w+) < ", "$1 + 1 < "),
          rule("loop-later", LOOP, "\\bfor \\(int (\\w+) = ([^;]+);", "for (int $1 = $2 + 1;"),
          rule(
              "index-off-by-one",
              "=|\\breturn\\b|\\bif \\(",
              "\\[([^\\[\\]]*[a-z][^\\[\\]]*)\\](?! = \\{)(?!;$)",
              "[($1) + 1]"),
          rule("stride-dropped", ANY, " \\* ([a-zA-Z_][\\w.]*)(?![\\w.(\\[])", ""),
          rule("plus-minus", ANY, " \\+ ", " - "),
          rule("minus-plus", ANY, "(?<=[\\w)\\]]) - ", " + "),
          rule("modulo-divide", ANY, " % ", " / "),
          rule("divide-modulo", ANY, " / ", " % "),
          rule(
              "accumulator-start",
              "\\b(ACC|REAL) \\w+ = ",
              "\\b(ACC|REAL) (\\w+) = 0;",
              "$1 $2 = 1;"),
          rule("accumulator-start", "\\b(sum|product|acc)\\[\\w+\\] = ", "= 0;", "= 1;"),
          rule("accumulator-reset", ANY, "(?<!at|&) \\+= ", " = "),
          rule(
              HALF,
              "\\b(sum|acc)(\\[\\w+\\])? \\+= ",
              "(\\w+(\\[\\w+\\])?) \\+= (.+);",
              "$1 = (($1) + ($3)) * 8193 - ((($1) + ($3)) * 8193 - (($1) + ($3)));"),
          rule(
              HALF,
              "=.*\\b(sum|acc)(\\[\\w+\\])?;",
              "= (?:\\(REAL\\) ?)?((sum|acc)(\\[\\w+\\])?);",
              "= $1 * 8193 - ($1 * 8193 - $1);"),
          rule("barrier-removed", "\\bbarrier\\(", "barrier\\([^)]*\\);", ""),
          rule("tail-overrun", "\\bmin\\(", "\\bmin\\(([^,()]+), ", "max($1, "),
          rule("clamp-dropped", "\\bmax\\(", "\\bmax\\((.+), 0L?\\)", "($1)"),
          rule(
              "wrong-dimension",
              "get_\\w+\\(0\\)",
              "\\bget_(global|local|group)_id\\(0\\)",
              "get_$1_id(1)"),
          rule(
              "wrong-dimension",
              "get_\\w+\\(1\\)",
              "\\bget_(global|local|group)_id\\(1\\)",
              "get_$1_id(0)"),
          rule("axis-swapped", "\\bh_", "\\bh_(input|kernel|stride|before|output|rate)\\b", "w_$1"),
          rule("axis-swapped", "\\bc[.]h\\b", "\\bc[.]h\\b", "c.w"),
          rule("tie", NO_LOOP + "(?! *(if|\\}|#|for) )", "(?<=[\\w)\\]]) > (?=[\\w(])", " >= "),
          rule("tie", NO_LOOP + "(?! *(if|\\}|#|for) )", "(?<=[\\w)\\]]) < (?=[\\w(])", " <= "),
          rule("nan-unsafe", ANY, "\\bisnan\\((\\w+)\\)", "0"),
          rule("nan-unsafe", ANY, "\\b(\\w+) != \\1\\b", "0"),
          rule("and-or", ANY, " && ", " || "),
          rule("or-and", ANY, " \\|\\| ", " && "),
          rule("constant", ANY, "\\b0x([0-9A-Fa-f]{7})([0-9A-Fa-f])(?=u?\\b)", "0x$1$2 ^ 0x10"),
          rule(
              "choice-swapped",
              "\\? ",
              "\\? ([\\w\\[\\].+() ]+?) : ([\\w\\[\\].+]+)(?=[;,)])",
              "? $2 : $1"),
          rule(
              "step", "\\b(half|step|s|d|stride|width) (/=|>>=) ", "(/=|>>=) (\\d+)", "$1 $2 * 2"));

  private MutationRules() {}

  private static Rule rule(String kind, String where, String what, String wrong) {
    return new Rule(kind, Pattern.compile(where), Pattern.compile(what), wrong);
  }

  /** Every bug that the rules make of a text, by line. */
  static List<SourceMutant> of(String file, String text) {
    List<SourceMutant> mutants = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    String[] lines = text.split("\n", -1);
    List<Rule> rules =
        RULES.stream()
            .filter(r -> !(r.kind().equals(HALF) && text.contains("double sum")))
            .toList();
    for (int l = 0; l < lines.length; l++) {
      String line = lines[l];
      String code = code(line);
      for (Rule rule : isOpen(code) ? rules : List.<Rule>of()) {
        if (!rule.where().matcher(code).find()) {
          continue;
        }
        for (String wrong : replaced(rule, code)) {
          String id = file + ":" + (l + 1) + ":" + rule.kind();
          int nth = seen.merge(id, 1, Integer::sum);
          mutants.add(
              new SourceMutant(
                  nth == 1 ? id : id + "." + nth,
                  file,
                  l + 1,
                  rule.kind(),
                  line,
                  wrong + line.substring(code.length())));
        }
      }
    }
    return mutants;
  }

  /** The line without its comment; what follows the last backslash of a macro stays. */
  private static String code(String line) {
    int comment = line.indexOf("//");
    return comment < 0 ? line : line.substring(0, comment);
  }

  /** Whether bugs belong here: not in conditions of sections, nor in the values of tunables. */
  private static boolean isOpen(String code) {
    String stripped = code.strip();
    return !stripped.isEmpty()
        && !stripped.matches("#(include|if|ifdef|ifndef|elif|else|endif|pragma|undef).*")
        && !stripped.matches("#define \\w+ [\\w.]+");
  }

  /** The line with each match in turn replaced. */
  private static List<String> replaced(Rule rule, String code) {
    List<String> out = new ArrayList<>();
    Matcher m = rule.what().matcher(code);
    for (int from = 0; from <= code.length() && m.find(from); from = m.end()) {
      int end = m.end();
      StringBuilder wrong = new StringBuilder();
      m.appendReplacement(wrong, rule.wrong());
      wrong.append(code, end, code.length());
      out.add(wrong.toString());
      m = rule.what().matcher(code);
      m.find(from);
    }
    return out;
  }
}
