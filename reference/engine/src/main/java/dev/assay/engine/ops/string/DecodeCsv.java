package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** {@code decode_csv}: records of comma-separated values to one tensor per column. */
final class DecodeCsv {
  static final Op OP =
      Op.define("decode_csv")
          .formula("column j: output_j[i] = field select_cols[j] of records[i], or its default")
          .note("RFC 4180 without the line break at the end; one record in each string.")
          .note("An empty field, or na_value, stands for the default; without one it is an error.")
          .note("The type of a column is that of its default.")
          .input("records", STRINGS, "any shape")
          .attr("record_defaults", Type.TENSORS, "one per column: a value, or [] if there is none")
          .attr("field_delim", Type.TEXT, ",", "the byte that separates fields")
          .attr("use_quote_delim", Type.BOOL, true, "whether quotation marks enclose a field")
          .attr("na_value", Type.TEXT, "", "what also stands for the default")
          .attr("select_cols", Type.INTS, List.of(), "the columns wanted, ascending; []: all")
          .require(
              Kind.ATTRIBUTE,
              "record_defaults are of float32, float64, int32, int64 or string, at least one",
              o ->
                  !defaults(o.attrs()).isEmpty()
                      && defaults(o.attrs()).stream().allMatch(DecodeCsv::isColumn))
          .require(
              Kind.ATTRIBUTE,
              "each of record_defaults has one element or none",
              o -> defaults(o.attrs()).stream().allMatch(t -> t.rank() <= 1 && t.size() <= 1))
          .require(
              Kind.ATTRIBUTE,
              "field_delim is one byte, no quotation mark or line break",
              o -> isDelimiter(Bytes.encode(o.attrs().text("field_delim"))))
          .require(
              Kind.ATTRIBUTE,
              "select_cols ascend from 0 or more, as many as record_defaults, or are none",
              o -> areColumns(o.attrs().longs("select_cols"), defaults(o.attrs()).size()))
          .require(
              Kind.VALUE,
              "every record is well formed: quotation marks only around a field or doubled in it",
              o -> rows(o).stream().allMatch(Optional::isPresent))
          .require(Kind.VALUE, "every record has as many fields as columns", DecodeCsv::areComplete)
          .require(
              Kind.VALUE,
              "every field is a value of its column, or empty where there is a default",
              DecodeCsv::areValues)
          .outputs("output…")
          .shape(
              o ->
                  defaults(o.attrs()).stream()
                      .map(t -> new TensorType(t.dtype(), o.shape(0)))
                      .toList())
          .kernel(DecodeCsv::run)
          .noGradients("strings")
          .build();

  private DecodeCsv() {}

  private static List<Tensor> defaults(Attributes attrs) {
    return attrs.tensors("record_defaults");
  }

  private static boolean isColumn(Tensor t) {
    return t.dtype() == DType.STRING || StringToNumber.NUMBERS.contains(t.dtype());
  }

  private static boolean isDelimiter(byte[] d) {
    return d.length == 1 && d[0] != '"' && d[0] != '\n' && d[0] != '\r';
  }

  private static boolean areColumns(List<Long> columns, int count) {
    boolean ascend = new HashSet<>(columns).size() == columns.size();
    long last = -1;
    for (long c : columns) {
      ascend &= c > last;
      last = c;
    }
    return columns.isEmpty() || (ascend && columns.size() == count && last < Integer.MAX_VALUE);
  }

  private static List<Optional<List<byte[]>>> rows(Operands o) {
    byte delimiter = Bytes.encode(o.attrs().text("field_delim"))[0];
    boolean quotes = o.attrs().flag("use_quote_delim");
    return Arrays.stream(o.in(0).host().bytes())
        .map(r -> CsvRecord.parse(r, delimiter, quotes))
        .toList();
  }

  /** The position of column {@code j} in a record. */
  private static int position(Attributes attrs, int j) {
    List<Long> select = attrs.longs("select_cols");
    return select.isEmpty() ? j : select.get(j).intValue();
  }

  private static boolean areComplete(Operands o) {
    int n = defaults(o.attrs()).size();
    boolean all = o.attrs().longs("select_cols").isEmpty();
    int last = position(o.attrs(), n - 1);
    return rows(o).stream()
        .map(Optional::orElseThrow)
        .allMatch(fields -> all ? fields.size() == n : fields.size() > last);
  }

  private static boolean stands(byte[] field, Attributes attrs) {
    return field.length == 0 || Arrays.equals(field, Bytes.encode(attrs.text("na_value")));
  }

  private static boolean areValues(Operands o) {
    List<Tensor> defaults = defaults(o.attrs());
    for (Optional<List<byte[]>> row : rows(o)) {
      for (int j = 0; j < defaults.size(); j++) {
        byte[] field = row.orElseThrow().get(position(o.attrs(), j));
        DType dtype = defaults.get(j).dtype();
        boolean good =
            stands(field, o.attrs())
                ? defaults.get(j).size() == 1
                : dtype == DType.STRING || Numerals.parse(field, dtype).isPresent();
        if (!good) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Tensor> run(Call c) {
    List<Optional<List<byte[]>>> rows = rows(new Operands(c.op(), c.inputs(), c.attrs()));
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < c.outputs().size(); j++) {
      int column = j;
      List<byte[]> fields =
          rows.stream().map(r -> r.orElseThrow().get(position(c.attrs(), column))).toList();
      HostStorage values = values(fields, defaults(c.attrs()).get(j), c.attrs());
      out.add(Tensor.of(c.in(0).shape(), values));
    }
    return out;
  }

  private static HostStorage values(List<byte[]> fields, Tensor fallback, Attributes attrs) {
    DType dtype = fallback.dtype();
    if (dtype == DType.STRING) {
      byte[][] v = new byte[fields.size()][];
      for (int i = 0; i < v.length; i++) {
        v[i] = stands(fields.get(i), attrs) ? fallback.host().bytes()[0] : fields.get(i);
      }
      return HostStorage.ofBytes(v);
    }
    if (dtype.isFloating()) {
      double[] v = new double[fields.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] =
            stands(fields.get(i), attrs)
                ? fallback.host().doubles()[0]
                : Numerals.parse(fields.get(i), dtype).orElseThrow().doubleValue();
      }
      return HostStorage.ofDoubles(dtype, v);
    }
    long[] v = new long[fields.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] =
          stands(fields.get(i), attrs)
              ? fallback.host().longs()[0]
              : Numerals.parse(fields.get(i), dtype).orElseThrow().longValue();
    }
    return HostStorage.ofLongs(dtype, v);
  }
}
