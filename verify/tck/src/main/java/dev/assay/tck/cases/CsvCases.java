package dev.assay.tck.cases;

import static dev.assay.tck.cases.StringCases.strings;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of comma-separated values. */
final class CsvCases {
  private static final Tensor INT = Tensor.of(7);
  private static final Tensor REQUIRED = Tensor.zeros(DType.FLOAT32, Shape.of(0));

  private CsvCases() {}

  static List<OpCases> all() {
    return List.of(
        OpCases.of("decode_csv", CsvCases::record)
            .reject("C2", columns(), strings("1"))
            .reject("C2", columns(Tensor.of(true)), strings("1"))
            .reject("C3", columns(Tensor.of(new int[] {1, 2})), strings("1"))
            .reject("C4", columns(INT).and("field_delim", ",,"), strings("1"))
            .reject("C4", columns(INT).and("field_delim", "\""), strings("1"))
            .reject("C5", columns(INT, INT).and("select_cols", List.of(1, 0)), strings("1,2"))
            .reject("C5", columns(INT).and("select_cols", List.of(0, 1)), strings("1,2"))
            .reject("C6", columns(INT), strings("1\"2"))
            .reject("C6", columns(INT), strings("\"1"))
            .reject("C6", columns(INT), strings("\"1\"2"))
            .reject("C6", columns(INT), strings("1\n2"))
            .reject("C7", columns(INT), strings("1", "1,2"))
            .reject("C7", columns(INT, INT), strings("1"))
            .reject("C7", columns(INT).and("select_cols", List.of(3)), strings("1,2"))
            .reject("C8", columns(INT), strings("x"))
            .reject("C8", columns(INT), strings("1.5"))
            .reject("C8", columns(REQUIRED), strings("")));
  }

  private static Attributes columns(Tensor... defaults) {
    return Attributes.of("record_defaults", List.of(defaults));
  }

  /** A table of columns of random types; the fields are written as the attributes demand. */
  private static Case record(Draw d) {
    String delimiter = d.pick(",", ";", "\t");
    boolean quotes = !d.flip();
    int columns = d.between(1, 3);
    Shape shape = d.shape(0, 1);
    boolean na = d.flip();
    List<Tensor> defaults = new ArrayList<>();
    String[] records = new String[shape.elements()];
    for (int j = 0; j < columns; j++) {
      int type = Math.min(4, d.choose(9)); // half of the columns are text
      boolean required = d.choose(3) == 2;
      defaults.add(fallback(type, required));
      Tensor fields = fields(d, shape, type, required ? "5" : na ? "NA" : "", quotes);
      for (int i = 0; i < records.length; i++) {
        String field = fields.toStrings()[i];
        records[i] = j == 0 ? field : records[i] + delimiter + field;
      }
    }
    Attributes attrs = Attributes.of("record_defaults", defaults).and("field_delim", delimiter);
    attrs = quotes ? attrs : attrs.and("use_quote_delim", false);
    attrs = na ? attrs.and("na_value", "NA") : attrs;
    if (d.choose(3) == 2) {
      int column = d.choose(columns);
      attrs =
          attrs
              .and("select_cols", List.of(column))
              .and("record_defaults", List.of(defaults.get(column)));
    }
    return new Case("decode_csv", List.of(Tensor.ofStrings(shape, records)), attrs);
  }

  private static Tensor fallback(int type, boolean required) {
    Shape shape = Shape.of(required ? 0 : 1);
    double[] one = required ? new double[0] : new double[] {-3};
    return switch (type) {
      case 0 -> Tensor.of(DType.INT32, shape, one);
      case 1 -> Tensor.of(DType.FLOAT32, shape, one);
      case 2 -> Tensor.of(DType.INT64, shape, one);
      case 3 -> Tensor.of(DType.FLOAT64, shape, one);
      default -> Tensor.ofStrings(shape, required ? new String[0] : new String[] {"none"});
    };
  }

  /** Fields of a column; {@code empty} is written where the default stands for the value. */
  private static Tensor fields(Draw d, Shape shape, int type, String empty, boolean quotes) {
    return switch (type) {
      case 0, 2 -> d.chosen(shape, "1", "-20", empty, " 3", quotes ? "\"4\"" : "4");
      case 1, 3 -> d.chosen(shape, "0.1", "-2e3", empty, "nan", quotes ? "\"4.5\"" : "4.5");
      default ->
          quotes
              ? d.chosen(shape, "word", "\"two words\"", empty, "\"a \"\"b\"\"\"", "\",;\t\"")
              : d.chosen(shape, "word", "two words", empty, "a \"b\"", "'");
    };
  }
}
