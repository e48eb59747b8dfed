package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comma-separated values by one regular expression per field. */
final class CsvSpec {
  private CsvSpec() {}

  static List<Tensor> columns(List<Tensor> in, Attributes a) {
    List<List<String>> rows =
        Arrays.stream(StringSpecs.texts(in.get(0))).map(r -> fields(r, a)).toList();
    List<Tensor> out = new ArrayList<>();
    List<Tensor> defaults = a.tensors("record_defaults");
    for (int j = 0; j < defaults.size(); j++) {
      Tensor fallback = defaults.get(j);
      int at = a.longs("select_cols").isEmpty() ? j : a.ints("select_cols")[j];
      List<String> column =
          rows.stream()
              .map(r -> r.get(at))
              .map(f -> f.equals(a.text("na_value")) ? "" : f)
              .toList();
      out.add(column(in.get(0), column, fallback));
    }
    return out;
  }

  private static Tensor column(Tensor records, List<String> column, Tensor fallback) {
    DType type = fallback.dtype();
    if (type == DType.STRING) {
      return StringSpecs.strings(
          records.shape(),
          column.stream().map(f -> f.isEmpty() ? StringSpecs.texts(fallback)[0] : f).toList());
    }
    if (type.isInteger()) {
      return Tensor.ofLongs(
          type,
          records.shape(),
          column.stream()
              .mapToLong(f -> f.isEmpty() ? fallback.toLongs()[0] : Long.parseLong(f.trim()))
              .toArray());
    }
    return Tensor.of(
        type,
        records.shape(),
        column.stream()
            .mapToDouble(
                f ->
                    f.isEmpty()
                        ? fallback.toDoubles()[0]
                        : StringSpecs.number(f.trim().toLowerCase(Locale.ROOT), type))
            .toArray());
  }

  private static List<String> fields(String record, Attributes a) {
    String d = Pattern.quote(a.text("field_delim"));
    String quoted = a.flag("use_quote_delim") ? "\"((?:[^\"]|\"\")*)\"|" : "(\\z\\A)|";
    Matcher m =
        Pattern.compile("(?:" + quoted + "((?:(?!" + d + ").)*))(" + d + "|$)", Pattern.DOTALL)
            .matcher(record);
    List<String> out = new ArrayList<>();
    boolean more = true;
    while (more && m.find()) {
      out.add(m.group(1) == null ? m.group(2) : m.group(1).replace("\"\"", "\""));
      more = !m.group(3).isEmpty();
    }
    return out;
  }
}
