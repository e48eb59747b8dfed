package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of strings. */
public final class StringCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  /** Both cases, digits, spaces, separators, two-, three- and four-byte code points. */
  private static final String[] PIECES = {
    "a",
    "B",
    "zZ",
    " ",
    "\t",
    ",",
    ";",
    "ab",
    "7",
    "\u00e9",
    "\u00c9",
    "\u00df",
    "\u20ac",
    "\ud83d\ude00",
    "\n"
  };

  private static final String[] NUMBERS = {
    "0",
    "-1",
    " 42 ",
    "2.5",
    "1e3",
    "-.5",
    "+7",
    "3.",
    "1e-40",
    "1e400",
    "nan",
    "-Inf",
    "Infinity",
    "0.1",
    "16777217",
    "\t8\n"
  };

  private static final String[] INTEGERS = {"0", "-1", " 42 ", "2147483647", "-2147483648", "+7"};

  @Override
  public List<OpCases> cases() {
    return Stream.of(letters(), joining(), numbers(), hashes(), CsvCases.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OpCases> letters() {
    return List.of(
        OpCases.of("string_lower", d -> letters("string_lower", d)),
        OpCases.of("string_upper", d -> letters("string_upper", d)),
        OpCases.of("string_strip", d -> new Case("string_strip", List.of(any(d)), NONE)),
        OpCases.of("string_length", d -> new Case("string_length", List.of(any(d)), unit(d))),
        OpCases.of("substr", StringCases::substr)
            .reject("C5", NONE, strings("a", "b"), ints(0, 0), ints(1))
            .reject("C6", NONE, strings("a", "b"), ints(0, 0, 0), ints(1, 1, 1))
            .reject("C7", NONE, strings("a"), ints(0), ints(-1))
            .reject("C8", NONE, strings("ab"), ints(3), ints(0))
            .reject("C8", NONE, strings("ab"), ints(-3), ints(0))
            .reject("C8", Attributes.of("unit", "UTF8_CHAR"), strings("\u00e9"), ints(2), ints(0)),
        OpCases.of("regex_replace", StringCases::regexReplace)
            .reject("C2", Attributes.of("pattern", "(").and("rewrite", ""), strings("a"))
            .reject("C3", Attributes.of("pattern", "(a)").and("rewrite", "\\2"), strings("a"))
            .reject("C3", Attributes.of("pattern", "a").and("rewrite", "\\"), strings("a")),
        OpCases.of(
                "regex_full_match",
                d ->
                    new Case(
                        "regex_full_match",
                        List.of(any(d)),
                        Attributes.of(
                            "pattern", d.pick("a*", "[a-z]+", ".*7.*", ".", "", "(a|ab)*"))))
            .reject("C2", Attributes.of("pattern", "[a"), strings("a")));
  }

  private static List<OpCases> joining() {
    return List.of(
        OpCases.of("string_join", StringCases::join)
            .reject("C2", NONE, strings("a", "b"), strings("a", "b", "c")),
        OpCases.of("reduce_join", StringCases::reduceJoin)
            .reject("C2", Attributes.of("axis", 1), strings("a"))
            .reject("C3", Attributes.of("axis", List.of(0, -1)), strings("a")),
        OpCases.of("string_split", StringCases::split).reject("C2", NONE, Tensor.of("a")),
        OpCases.of("string_split_v2", StringCases::splitV2).reject("C2", NONE, Tensor.of("a")));
  }

  private static List<OpCases> numbers() {
    return List.of(
        OpCases.of("string_to_number", StringCases::toNumber)
            .reject("C2", Attributes.of("out_type", "int8"), strings("1"))
            .reject("C3", NONE, strings("1", ""))
            .reject("C3", NONE, strings("1x"))
            .reject("C3", NONE, strings("0x10"))
            .reject("C3", Attributes.of("out_type", "int32"), strings("2147483648"))
            .reject("C3", Attributes.of("out_type", "int64"), strings("1.0")),
        OpCases.of("as_string", StringCases::asString)
            .reject("C2", Attributes.of("scientific", true).and("shortest", true), tensor(1))
            .reject("C3", Attributes.of("fill", "x"), tensor(1))
            .reject("C3", Attributes.of("fill", "00"), tensor(1))
            .reject("C4", Attributes.of("precision", -2), tensor(1))
            .reject("C4", Attributes.of("width", 1 << 30), tensor(1))
            .reject("C5", Attributes.of("precision", 2), ints(1))
            .reject("C6", Attributes.of("width", 2), Tensor.of(true)),
        OpCases.of("decode_raw", StringCases::decodeRaw)
            .reject("C2", Attributes.of("out_type", "string"), strings("a"))
            .reject("C3", Attributes.of("out_type", "uint8"), strings("a", "ab"))
            .reject("C4", Attributes.of("out_type", "int16"), strings("abc")));
  }

  private static List<OpCases> hashes() {
    return List.of(
        OpCases.of("string_to_hash_bucket", d -> bucket("string_to_hash_bucket", d, NONE))
            .reject("C2", Attributes.of("num_buckets", 0), strings("a")),
        OpCases.of("string_to_hash_bucket_fast", d -> bucket("string_to_hash_bucket_fast", d, NONE))
            .reject("C2", Attributes.of("num_buckets", 0), strings("a")),
        OpCases.of(
                "string_to_hash_bucket_strong",
                d ->
                    bucket(
                        "string_to_hash_bucket_strong",
                        d,
                        Attributes.of("key", List.of(d.choose(5), -d.choose(1000)))))
            .reject("C2", Attributes.of("num_buckets", -1).and("key", List.of(1, 2)), strings("a"))
            .reject("C3", Attributes.of("num_buckets", 2).and("key", List.of(1)), strings("a")));
  }

  static Tensor strings(String... values) {
    return Tensor.ofStrings(Shape.of(values.length), values);
  }

  private static Tensor ints(long... values) {
    return Tensor.ofLongs(DType.INT32, Shape.of(values.length), values);
  }

  private static Tensor any(Draw d) {
    return d.strings(d.shape(0, 3), PIECES);
  }

  private static Attributes unit(Draw d) {
    return d.flip() ? Attributes.of("unit", "UTF8_CHAR") : NONE;
  }

  private static Case letters(String op, Draw d) {
    return new Case(op, List.of(any(d)), d.flip() ? Attributes.of("encoding", "utf-8") : NONE);
  }

  /** Positions that are valid in the shortest of the strings. */
  private static Case substr(Draw d) {
    Shape full = d.shape(0, 2);
    Shape part = d.broadcastable(full);
    boolean wide = d.flip();
    Tensor input = d.strings(wide ? full : part, PIECES);
    Attributes unit = unit(d);
    int shortest = 4;
    for (String s : input.toStrings()) {
      shortest =
          Math.min(shortest, unit.has("unit") ? s.codePointCount(0, s.length()) : s.length());
    }
    DType type = d.pick(DType.INT32, DType.INT64);
    Shape shape = wide ? part : full;
    Tensor pos = d.integers(type, shape, -shortest, shortest);
    return new Case("substr", List.of(input, pos, d.integers(type, shape, 0, 5)), unit);
  }

  private static Case regexReplace(Draw d) {
    Attributes attrs =
        d.pick(
            Attributes.of("pattern", "a").and("rewrite", "x"),
            Attributes.of("pattern", "([a-z])([A-Z])").and("rewrite", "\\2\\1"),
            Attributes.of("pattern", "[0-9]+|\\s").and("rewrite", "<\\0>"),
            Attributes.of("pattern", ".").and("rewrite", "$"),
            Attributes.of("pattern", "(b)|a").and("rewrite", "[\\1]"));
    return new Case(
        "regex_replace", List.of(any(d)), d.flip() ? attrs.and("replace_global", false) : attrs);
  }

  private static Case join(Draw d) {
    Shape shape = d.shape(0, 2);
    List<Tensor> inputs = new ArrayList<>();
    for (int n = d.between(1, 3); n > 0; n--) {
      inputs.add(d.strings(d.choose(3) == 2 ? Shape.scalar() : shape, PIECES));
    }
    return new Case("string_join", inputs, separator(d));
  }

  private static Attributes separator(Draw d) {
    return d.flip() ? Attributes.of("separator", d.pick("-", ", ", "\u00b7")) : NONE;
  }

  private static Case reduceJoin(Draw d) {
    Shape shape = d.shape(0, 3);
    Attributes attrs = d.flip() ? separator(d).and("keepdims", d.flip()) : separator(d);
    if (d.flip()) {
      List<Long> axes = d.axes(shape.rank());
      if (d.flip()) {
        List<Long> turned = new ArrayList<>();
        axes.forEach(a -> turned.add(0, a));
        axes = turned;
      }
      attrs = attrs.and("axis", axes);
    }
    return new Case("reduce_join", List.of(d.strings(shape, PIECES)), attrs);
  }

  private static Case split(Draw d) {
    Attributes attrs = d.flip() ? Attributes.of("delimiter", d.pick(",", ",;", "", "a")) : NONE;
    return new Case(
        "string_split",
        List.of(d.strings(d.shape(1, 1), PIECES)),
        d.flip() ? attrs.and("skip_empty", false) : attrs);
  }

  private static Case splitV2(Draw d) {
    Attributes attrs = d.flip() ? Attributes.of("sep", d.pick(",", "ab", " ")) : NONE;
    return new Case(
        "string_split_v2",
        List.of(d.strings(d.shape(1, 1), PIECES)),
        d.flip() ? attrs.and("maxsplit", d.between(-1, 2)) : attrs);
  }

  private static Case toNumber(Draw d) {
    DType type = d.pick(DType.FLOAT32, DType.INT32, DType.FLOAT64, DType.INT64);
    return new Case(
        "string_to_number",
        List.of(d.chosen(d.shape(0, 2), type.isInteger() ? INTEGERS : NUMBERS)),
        type == DType.FLOAT32 && d.flip() ? NONE : Attributes.of("out_type", type));
  }

  private static Case asString(Draw d) {
    Attributes attrs = d.flip() ? Attributes.of("width", d.between(-1, 12)) : NONE;
    attrs = d.flip() ? attrs.and("fill", d.pick("", "0", "-", "+", " ")) : attrs;
    Shape shape = d.shape(0, 2);
    if (d.choose(6) == 5) {
      return new Case("as_string", List.of(d.bools(shape)), NONE);
    }
    if (d.dtype().isFloating()) {
      attrs = d.flip() ? attrs.and(d.pick("scientific", "shortest"), true) : attrs;
      attrs = d.flip() ? attrs.and("precision", d.between(0, 20)) : attrs;
    }
    return new Case("as_string", List.of(d.floats(shape, REAL)), attrs);
  }

  private static Case decodeRaw(Draw d) {
    DType type =
        d.pick(
            DType.UINT8,
            DType.INT16,
            DType.INT32,
            DType.INT64,
            DType.FLOAT32,
            DType.FLOAT64,
            DType.FLOAT16,
            DType.BFLOAT16,
            DType.BOOL,
            DType.INT8,
            DType.COMPLEX64,
            DType.COMPLEX128);
    Shape shape = d.shape(0, 2);
    int length = d.choose(4) * type.bytes();
    Tensor bytes = d.integers(DType.UINT8, shape.concat(Shape.of(length)), 0, 255);
    byte[][] strings = new byte[shape.elements()][length];
    long[] b = bytes.toLongs();
    for (int i = 0; i < b.length; i++) {
      strings[i / length][i % length] = (byte) b[i];
    }
    Attributes attrs = Attributes.of("out_type", type);
    return new Case(
        "decode_raw",
        List.of(Tensor.of(shape, HostStorage.ofBytes(strings))),
        d.flip() ? attrs.and("little_endian", false) : attrs);
  }

  /** Strings of all lengths that hashes distinguish: below 4, 8, 16, 32, 64 bytes and longer. */
  private static Case bucket(String op, Draw d, Attributes attrs) {
    Shape shape = d.shape(0, 1);
    int length = d.pick(3, 7, 0, 8, 12, 16, 17, 32, 33, 64, 65, 128, 200);
    byte[][] strings = new byte[shape.elements()][length];
    long[] b = d.integers(DType.UINT8, Shape.of(shape.elements() * length), 0, 255).toLongs();
    for (int i = 0; i < b.length; i++) {
      strings[i / length][i % length] = (byte) b[i];
    }
    long buckets = d.pick(10L, 1L, 997L, 1L << 40, Long.MAX_VALUE);
    return new Case(
        op,
        List.of(Tensor.of(shape, HostStorage.ofBytes(strings))),
        attrs.and("num_buckets", buckets));
  }
}
