package dev.assay.engine.ops.string;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Strings and parsing. */
public final class StringFamily implements OpFamily {
  @Override
  public String name() {
    return "string";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Letters.ROWS,
            Joining.ROWS,
            Splitting.ROWS,
            Regex.ROWS,
            Hashing.ROWS,
            List.of(
                StringLength.OP,
                Substr.OP,
                StringToNumber.OP,
                AsString.OP,
                DecodeRaw.OP,
                DecodeCsv.OP))
        .flatMap(List::stream)
        .toList();
  }
}
