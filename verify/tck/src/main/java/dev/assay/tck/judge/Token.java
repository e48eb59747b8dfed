package dev.assay.tck.judge;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.Locale;

/**
 * A case as a short text that draws it again, byte for byte: {@code matmul/smooth/float64/3.a.4}.
 *
 * @param op the operation
 * @param values what its elements look like
 * @param dtype the type of its floating tensors
 * @param choices the generator's decisions
 */
public record Token(String op, Draw.Values values, DType dtype, String choices) {
  /** Reads what {@link #toString} wrote. */
  public static Token parse(String text) {
    String[] part = text.split("/", -1);
    if (part.length != 4 || CaseRegistry.find(part[0]).isEmpty()) {
      throw new FormatException(
          "replay token: expected op/values/dtype/choices, such as"
              + " matmul/smooth/float64/3.a.4, got \""
              + text
              + "\"");
    }
    try {
      Token token =
          new Token(
              part[0],
              Draw.Values.valueOf(part[1].toUpperCase(Locale.ROOT)),
              DType.named(part[2]),
              part[3]);
      Choices.parse(token.choices);
      return token;
    } catch (IllegalArgumentException e) {
      throw new FormatException("replay token: malformed, got \"" + text + "\"", e);
    }
  }

  /** Draws the case. */
  public Case draw() {
    return CaseRegistry.find(op)
        .orElseThrow()
        .draw(new Draw(Choices.parse(choices), dtype, values));
  }

  /** The token of other decisions. */
  Token with(String other) {
    return new Token(op, values, dtype, other);
  }

  @Override
  public String toString() {
    return op + "/" + values.name().toLowerCase(Locale.ROOT) + "/" + dtype + "/" + choices;
  }
}
