package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Strings, a second time: over Java's own strings, one character per byte (ISO 8859-1) where bytes
 * count and UTF-8 where code points do.
 */
public final class StringSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return Stream.of(letters(), joining(), numbers(), hashes()).flatMap(List::stream).toList();
  }

  private static List<Spec> letters() {
    return List.of(
        each("string_lower", (s, a) -> letters(s, a, t -> t.toLowerCase(Locale.ROOT), "A-Z", 32)),
        each("string_upper", (s, a) -> letters(s, a, t -> t.toUpperCase(Locale.ROOT), "a-z", -32)),
        each("string_strip", (s, a) -> s.replaceAll("^[ \\t-\\r]+|[ \\t-\\r]+$", "")),
        number("string_length", DType.INT32, (s, a) -> isPoints(a) ? points(s) : s.length()),
        Spec.exact("substr", StringSpecs::substr),
        each("regex_replace", StringSpecs::regexReplace),
        number(
            "regex_full_match", DType.BOOL, (s, a) -> utf8(s).matches(a.text("pattern")) ? 1 : 0));
  }

  private static List<Spec> joining() {
    return List.of(
        Spec.exact("string_join", StringSpecs::join),
        Spec.exact("reduce_join", StringSpecs::reduceJoin),
        Spec.exact("string_split", (in, a) -> sparse(in.get(0), s -> splitAtBytes(s, a))),
        Spec.exact("string_split_v2", (in, a) -> sparse(in.get(0), s -> splitAtText(s, a))),
        Spec.exact("decode_csv", CsvSpec::columns));
  }

  private static List<Spec> numbers() {
    return List.of(
        Spec.exact("string_to_number", StringSpecs::toNumber),
        Spec.exact("as_string", PrintfSpec::text),
        Spec.exact("decode_raw", StringSpecs::decodeRaw));
  }

  private static List<Spec> hashes() {
    return List.of(
        hash("string_to_hash_bucket", (s, a) -> HashSpecs.murmur(bytes(s))),
        hash("string_to_hash_bucket_fast", (s, a) -> HashSpecs.farm(bytes(s))),
        hash("string_to_hash_bucket_strong", (s, a) -> HashSpecs.sip(a.longs("key"), bytes(s))));
  }

  /** A function of one string, one character per byte. */
  @FunctionalInterface
  private interface Rewrite {
    String apply(String s, Attributes attrs);
  }

  /** A number that belongs to one string. */
  @FunctionalInterface
  private interface Measure {
    long apply(String s, Attributes attrs);
  }

  static String[] texts(Tensor t) {
    return Arrays.stream(t.host().bytes())
        .map(b -> new String(b, StandardCharsets.ISO_8859_1))
        .toArray(String[]::new);
  }

  static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Tensor strings(Shape shape, List<String> values) {
    byte[][] b = values.stream().map(StringSpecs::bytes).toArray(byte[][]::new);
    return Tensor.of(shape, HostStorage.ofBytes(b));
  }

  private static String utf8(String bytes) {
    return new String(bytes(bytes), StandardCharsets.UTF_8);
  }

  private static String raw(String utf8) {
    return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Spec each(String op, Rewrite f) {
    return Spec.exact(
        op,
        (in, a) ->
            List.of(
                strings(
                    in.get(0).shape(),
                    Arrays.stream(texts(in.get(0))).map(s -> f.apply(s, a)).toList())));
  }

  private static Spec number(String op, DType type, Measure f) {
    return Spec.exact(
        op,
        (in, a) -> {
          ToLongFunction<String> of = s -> f.apply(s, a);
          long[] v = Arrays.stream(texts(in.get(0))).mapToLong(of).toArray();
          return List.of(Tensor.ofLongs(type, in.get(0).shape(), v));
        });
  }

  private static Spec hash(String op, Measure f) {
    return number(
        op, DType.INT64, (s, a) -> Long.remainderUnsigned(f.apply(s, a), a.integer("num_buckets")));
  }

  private static String letters(
      String s, Attributes a, Function<String, String> unicode, String range, int shift) {
    if (a.text("encoding").equals("utf-8")) {
      return raw(unicode.apply(utf8(s)));
    }
    return Pattern.compile("[" + range + "]")
        .matcher(s)
        .replaceAll(m -> String.valueOf((char) (m.group().charAt(0) + shift)));
  }

  private static boolean isPoints(Attributes a) {
    return a.text("unit").equals("UTF8_CHAR");
  }

  private static long points(String bytes) {
    return bytes.chars().filter(c -> c < 0x80 || c > 0xBF).count();
  }

  private static List<Tensor> substr(List<Tensor> in, Attributes a) {
    Shape pos = in.get(1).shape();
    SpecTensor<String> x = new SpecTensor<>(in.get(0).shape(), List.of(texts(in.get(0))));
    SpecTensor<Long> p = SpecTensor.of(pos, i -> in.get(1).toLongs()[i]);
    SpecTensor<Long> n = SpecTensor.of(pos, i -> in.get(2).toLongs()[i]);
    SpecTensor<long[]> part = SpecTensor.of(pos, i -> new long[] {p.get(i), n.get(i)});
    SpecTensor<Object> y =
        new SpecTensor<Object>(x.shape(), List.copyOf(x.values()))
            .zip(
                new SpecTensor<>(part.shape(), List.copyOf(part.values())),
                (s, q) -> part((String) s, (long[]) q, isPoints(a)));
    return List.of(strings(y.shape(), y.values().stream().map(String.class::cast).toList()));
  }

  private static String part(String s, long[] posLen, boolean points) {
    int[] units = points ? utf8(s).codePoints().toArray() : s.chars().toArray();
    long from = posLen[0] < 0 ? units.length + posLen[0] : posLen[0];
    long to = Math.min(units.length, from + posLen[1]);
    String out = new String(units, (int) from, (int) (to - from));
    return points ? raw(out) : out;
  }

  /** In the cases no pattern matches the empty string, so Java's own replacement is RE2's. */
  private static String regexReplace(String s, Attributes a) {
    String rewrite = a.text("rewrite").replace("$", "\\$").replaceAll("\\\\([0-9])", "\\$$1");
    Matcher m = Pattern.compile(a.text("pattern")).matcher(utf8(s));
    return raw(a.flag("replace_global") ? m.replaceAll(rewrite) : m.replaceFirst(rewrite));
  }

  private static List<Tensor> join(List<Tensor> in, Attributes a) {
    Shape shape =
        in.stream().map(Tensor::shape).filter(s -> s.rank() > 0).findFirst().orElse(Shape.scalar());
    List<String> out = new ArrayList<>();
    for (int i = 0; i < shape.elements(); i++) {
      StringJoiner j = new StringJoiner(raw(a.text("separator")));
      for (Tensor t : in) {
        j.add(texts(t)[t.rank() == 0 ? 0 : i]);
      }
      out.add(j.toString());
    }
    return List.of(strings(shape, out));
  }

  /** Joins along one axis after the other, in the order named; the last first if none is named. */
  private static List<Tensor> reduceJoin(List<Tensor> in, Attributes a) {
    int rank = in.get(0).rank();
    int[] axes =
        a.has("axis")
            ? Arrays.stream(a.ints("axis")).map(d -> Math.floorMod(d, Math.max(rank, 1))).toArray()
            : IntStream.range(0, rank).map(d -> rank - 1 - d).toArray();
    SpecTensor<String> x = new SpecTensor<>(in.get(0).shape(), List.of(texts(in.get(0))));
    // an axis of no elements leaves nothing to join the other axes of
    boolean nothing = Arrays.stream(axes).anyMatch(d -> in.get(0).shape().dim(d) == 0);
    for (int d : axes) {
      SpecTensor<String> before = x;
      int n = before.shape().dim(d);
      x =
          SpecTensor.at(
              before.shape().with(d, 1),
              ix -> {
                StringJoiner j = new StringJoiner(raw(a.text("separator")));
                for (int k = 0; k < n; k++) {
                  ix[d] = k;
                  j.add(before.at(ix));
                }
                return nothing ? "" : j.toString();
              });
    }
    int[] kept =
        IntStream.range(0, rank)
            .filter(d -> a.flag("keepdims") || Arrays.stream(axes).noneMatch(k -> k == d))
            .toArray();
    Shape joined = x.shape();
    Shape shape = Shape.of(Arrays.stream(kept).map(joined::dim).toArray());
    return List.of(strings(shape, x.values()));
  }

  private static List<Tensor> sparse(Tensor input, Function<String, List<String>> split) {
    List<List<String>> rows = Arrays.stream(texts(input)).map(split).toList();
    List<String> values = rows.stream().flatMap(List::stream).toList();
    long most = rows.stream().mapToInt(List::size).max().orElse(0);
    long[] places =
        IntStream.range(0, rows.size())
            .boxed()
            .flatMap(i -> IntStream.range(0, rows.get(i).size()).mapToObj(j -> List.of(i, j)))
            .flatMapToLong(p -> p.stream().mapToLong(Integer::longValue))
            .toArray();
    return List.of(
        Tensor.ofLongs(DType.INT64, Shape.of(values.size(), 2), places),
        strings(Shape.of(values.size()), values),
        Tensor.ofLongs(DType.INT64, Shape.of(2), rows.size(), most));
  }

  private static List<String> splitAtBytes(String s, Attributes a) {
    String delimiter = raw(a.text("delimiter"));
    if (s.isEmpty()) {
      return List.of();
    }
    if (delimiter.isEmpty()) {
      return List.of(s.split(""));
    }
    StringBuilder set = new StringBuilder();
    delimiter.chars().forEach(c -> set.append(Pattern.quote(String.valueOf((char) c))));
    boolean skip = a.flag("skip_empty");
    return Arrays.stream(s.split("[" + set + "]", -1)).filter(p -> !skip || !p.isEmpty()).toList();
  }

  private static List<String> splitAtText(String s, Attributes a) {
    String sep = raw(a.text("sep"));
    int limit = a.integer("maxsplit") < 0 ? -1 : a.int32("maxsplit") + 1;
    if (!sep.isEmpty()) {
      return limit == 0 ? List.of(s) : List.of(s.split(Pattern.quote(sep), limit));
    }
    String text = s.replaceAll("^[ \\t-\\r]+", "");
    if (text.isEmpty() || limit == 0) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    String[] parts = text.split("[ \\t-\\r]+", limit);
    boolean ends = parts[parts.length - 1].isEmpty(); // the text ended in white space
    return List.of(parts).subList(0, parts.length - (ends ? 1 : 0));
  }

  private static List<Tensor> toNumber(List<Tensor> in, Attributes a) {
    DType type = a.dtype("out_type");
    String[] s = texts(in.get(0));
    Shape shape = in.get(0).shape();
    if (type.isInteger()) {
      long[] v = Arrays.stream(s).mapToLong(t -> Long.parseLong(t.trim())).toArray();
      return List.of(Tensor.ofLongs(type, shape, v));
    }
    double[] v =
        Arrays.stream(s)
            .mapToDouble(t -> number(t.trim().toLowerCase(Locale.ROOT), type))
            .toArray();
    return List.of(Tensor.of(type, shape, v));
  }

  static double number(String s, DType type) {
    return switch (s) {
      case "nan" -> Double.NaN;
      case "inf", "infinity", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal d = new BigDecimal(s);
        yield type == DType.FLOAT32 ? d.floatValue() : d.doubleValue();
      }
    };
  }

  private static List<Tensor> decodeRaw(List<Tensor> in, Attributes a) {
    DType type = a.dtype("out_type");
    byte[][] x = in.get(0).host().bytes();
    int n = x.length == 0 ? 0 : x[0].length / type.bytes();
    List<Long> bits = new ArrayList<>();
    for (byte[] s : x) {
      ByteBuffer b = ByteBuffer.wrap(s);
      b.order(a.flag("little_endian") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      while (b.hasRemaining()) {
        bits.add(
            switch (type.isComplex() ? type.bytes() / 2 : type.bytes()) {
              case 1 -> (long) b.get();
              case 2 -> (long) b.getShort();
              case 4 -> (long) b.getInt();
              default -> b.getLong();
            });
      }
    }
    long[] v = bits.stream().mapToLong(Long::longValue).toArray();
    Shape shape = in.get(0).shape().concat(Shape.of(n));
    return List.of(Tensor.of(shape, HostStorage.ofBits(type, v)));
  }
}
