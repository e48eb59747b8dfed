package dev.assay.engine.ops.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An equation of {@code einsum}, parsed: one term of labels per operand and one for the result. In
 * a term a letter labels an axis and {@link #ELLIPSIS} stands for any number of them.
 *
 * @param operands the terms of the operands
 * @param output the term of the result
 */
record EinsumEquation(List<String> operands, String output) {
  /** Written {@code ...} in an equation. */
  static final char ELLIPSIS = '…';

  private static final Pattern TERM = Pattern.compile("[a-zA-Z]*" + ELLIPSIS + "?[a-zA-Z]*");

  /** The parsed equation; empty if {@code text} is none. Spaces do not count. */
  static Optional<EinsumEquation> parse(String text) {
    String dense = text.replace(" ", "").replace("...", String.valueOf(ELLIPSIS));
    int arrow = dense.indexOf("->");
    String left = arrow < 0 ? dense : dense.substring(0, arrow);
    List<String> operands = Arrays.asList(left.split(",", -1));
    String output = arrow < 0 ? implicitOutput(left) : dense.substring(arrow + 2);
    boolean wellFormed =
        text.indexOf(ELLIPSIS) < 0
            && operands.stream().allMatch(EinsumEquation::isTerm)
            && isTerm(output);
    return wellFormed ? Optional.of(new EinsumEquation(operands, output)) : Optional.empty();
  }

  private static boolean isTerm(String s) {
    return TERM.matcher(s).matches();
  }

  /** The ellipsis if there is one, then the labels that occur once, in the order of ASCII. */
  private static String implicitOutput(String left) {
    String once =
        letters(left)
            .chars()
            .sorted()
            .filter(l -> left.indexOf(l) == left.lastIndexOf(l))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return left.indexOf(ELLIPSIS) < 0 ? once : ELLIPSIS + once;
  }

  /** The equation with those terms, as text. */
  static String text(List<String> operands, String output) {
    String equation = String.join(",", operands) + "->" + output;
    return equation.replace(String.valueOf(ELLIPSIS), "...");
  }

  /** The labels of a term without the ellipsis. */
  static String letters(String term) {
    return term.replace(",", "").replace(String.valueOf(ELLIPSIS), "");
  }

  /** Whether a term has an ellipsis. */
  static boolean hasEllipsis(String term) {
    return term.indexOf(ELLIPSIS) >= 0;
  }

  /** Whether the result's labels and ellipsis are as the operands' allow. */
  boolean isOutputDefined() {
    String all = String.join("", operands);
    return letters(output).chars().allMatch(l -> all.indexOf(l) >= 0)
        && (hasEllipsis(output) || !hasEllipsis(all));
  }

  /** Whether a tensor of that rank has an axis for every label of the term. */
  static boolean fits(String term, int rank) {
    int labels = letters(term).length();
    return hasEllipsis(term) ? rank >= labels : rank == labels;
  }

  /** The number of axes that the ellipsis of a term stands for in a tensor of that rank. */
  static int ellipsisRank(String term, int rank) {
    return rank - letters(term).length();
  }

  /**
   * One number per axis: the letter, or for the axes of the ellipsis {@code −n … −1}, so that
   * ellipses of several lengths are aligned on the right.
   */
  static int[] axisLabels(String term, int ellipsisRank) {
    int[] labels = new int[letters(term).length() + (hasEllipsis(term) ? ellipsisRank : 0)];
    int at = 0;
    for (char c : term.toCharArray()) {
      if (c != ELLIPSIS) {
        labels[at++] = c;
        continue;
      }
      for (int d = ellipsisRank; d > 0; d--) {
        labels[at++] = -d;
      }
    }
    return labels;
  }
}
