package dev.assay.engine.ops.string;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Operations on strings: tensors of byte strings, usually UTF-8. */
public final class Strings {
  /** Parts of strings: part {@code k} is {@code values[k]}, number j of string i. */
  public record Parts(Tensor indices, Tensor values, Tensor shape) {}

  private Strings() {}

  /** A … Z in lower case. */
  public static Tensor lower(Tensor input) {
    return Dispatch.one(Letters.LOWER, input);
  }

  /** a … z in upper case. */
  public static Tensor upper(Tensor input) {
    return Dispatch.one(Letters.UPPER, input);
  }

  /** Without white space at both ends. */
  public static Tensor strip(Tensor input) {
    return Dispatch.one(Letters.STRIP, input);
  }

  /** The strings of all tensors one after the other, {@code separator} between them. */
  public static Tensor join(List<Tensor> inputs, String separator) {
    return Dispatch.call(Joining.STRING_JOIN, Attributes.of("separator", separator), inputs).get(0);
  }

  /** The strings along {@code axes}, the first of which runs fastest, {@code separator} between. */
  public static Tensor reduceJoin(Tensor input, String separator, int... axes) {
    return Dispatch.one(
        Joining.REDUCE_JOIN, Attributes.of("axis", axes).and("separator", separator), input);
  }

  /** The number of bytes: int32. */
  public static Tensor length(Tensor input) {
    return Dispatch.one(StringLength.OP, input);
  }

  /** The number of code points of UTF-8: int32. */
  public static Tensor codePoints(Tensor input) {
    return Dispatch.one(StringLength.OP, Attributes.of("unit", "UTF8_CHAR"), input);
  }

  /** {@code len} bytes from {@code pos}; a negative pos counts from the end. */
  public static Tensor substr(Tensor input, Tensor pos, Tensor len) {
    return Dispatch.one(Substr.OP, input, pos, len);
  }

  /** The parts of each string between the bytes of {@code delimiter}, empty ones left out. */
  public static Parts split(Tensor input, String delimiter) {
    List<Tensor> out =
        Dispatch.call(
            Splitting.STRING_SPLIT, Attributes.of("delimiter", delimiter), List.of(input));
    return new Parts(out.get(0), out.get(1), out.get(2));
  }

  /** Every match of {@code pattern} replaced; {@code \1} in {@code rewrite} is its first group. */
  public static Tensor regexReplace(Tensor input, String pattern, String rewrite) {
    return Dispatch.one(
        Regex.REGEX_REPLACE, Attributes.of("pattern", pattern).and("rewrite", rewrite), input);
  }

  /** Whether {@code pattern} matches the whole of each string. */
  public static Tensor regexFullMatch(Tensor input, String pattern) {
    return Dispatch.one(Regex.REGEX_FULL_MATCH, Attributes.of("pattern", pattern), input);
  }

  /** The number that each string is, in base ten. */
  public static Tensor toNumber(Tensor input, DType type) {
    return Dispatch.one(StringToNumber.OP, Attributes.of("out_type", type), input);
  }

  /** Numbers as text: six digits after the point for real ones. */
  public static Tensor asString(Tensor input) {
    return Dispatch.one(AsString.OP, input);
  }

  /** Numbers as text with {@code precision} digits after the point. */
  public static Tensor asString(Tensor input, int precision) {
    return Dispatch.one(AsString.OP, Attributes.of("precision", precision), input);
  }

  /** The bytes of each string as numbers of {@code type}, the lowest byte of each first. */
  public static Tensor decodeRaw(Tensor input, DType type) {
    return Dispatch.one(DecodeRaw.OP, Attributes.of("out_type", type), input);
  }

  /**
   * The columns of comma-separated records.
   *
   * @param defaults one per column: its type, and what an empty field stands for; none if empty
   */
  public static List<Tensor> decodeCsv(Tensor records, List<Tensor> defaults) {
    return Dispatch.call(
        DecodeCsv.OP, Attributes.of("record_defaults", defaults), List.of(records));
  }

  /** FarmHash's Fingerprint64 of each string, modulo {@code buckets}: int64. */
  public static Tensor toHashBucketFast(Tensor input, long buckets) {
    return Dispatch.one(Hashing.BUCKET_FAST, Attributes.of("num_buckets", buckets), input);
  }
}
