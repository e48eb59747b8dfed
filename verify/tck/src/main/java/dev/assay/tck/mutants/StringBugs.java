package dev.assay.tck.mutants;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What people get wrong with strings: bytes for letters, ends, empty parts, signs of bytes. */
final class StringBugs {
  private StringBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    m.add(Mutant.ignored("string_lower", "encoding", ""));
    m.add(Mutant.ignored("string_length", "unit", "BYTE"));
    m.add(Mutant.ignored("substr", "unit", "BYTE"));
    m.add(Mutant.ignored("string_join", "separator", ""));
    m.add(Mutant.ignored("reduce_join", "axis", List.of(0L, 1L)));
    m.add(Mutant.ignored("string_split", "skip_empty", true));
    m.add(Mutant.ignored("string_split", "delimiter", " "));
    m.add(Mutant.ignored("string_split_v2", "maxsplit", -1L));
    m.add(Mutant.ignored("regex_replace", "replace_global", true));
    m.add(Mutant.ignored("decode_raw", "little_endian", true));
    m.add(Mutant.ignored("decode_csv", "na_value", ""));
    m.add(Mutant.ignored("as_string", "fill", ""));
    m.add(Mutant.ignored("as_string", "precision", -1L));
    m.add(Mutant.ignored("string_to_hash_bucket_strong", "key", List.of(1L, 0L)));
    strings(
        m, "string_strip", "keeps the first byte of white space", s -> s.length == 0 ? s : tail(s));
    strings(m, "string_upper", "loses the last byte", s -> s.length == 0 ? s : head(s));
    m.add(
        Mutant.kernel(
            "string_to_hash_bucket_fast",
            "signed remainder",
            (call, right) -> longs(right, v -> (v + 1) % call.attrs().integer("num_buckets"))));
    m.add(
        Mutant.kernel(
            "string_to_number", "reads only the sign and whole part", StringBugs::truncated));
    return m;
  }

  private static void strings(List<Mutant> m, String op, String what, UnaryOperator<byte[]> f) {
    m.add(
        Mutant.kernel(
            op,
            what,
            (call, right) -> {
              byte[][] b = right.get(0).host().bytes().clone();
              for (int i = 0; i < b.length; i++) {
                b[i] = f.apply(b[i]);
              }
              return List.of(Tensor.of(right.get(0).shape(), HostStorage.ofBytes(b)));
            }));
  }

  private static byte[] tail(byte[] s) {
    byte[] t = new byte[s.length + 1];
    System.arraycopy(s, 0, t, 1, s.length);
    t[0] = ' ';
    return t;
  }

  private static byte[] head(byte[] s) {
    byte[] t = new byte[s.length - 1];
    System.arraycopy(s, 0, t, 0, t.length);
    return t;
  }

  private static List<Tensor> longs(List<Tensor> right, UnaryOperator<Long> f) {
    long[] v = right.get(0).toLongs().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = f.apply(v[i]);
    }
    return List.of(Tensor.ofLongs(DType.INT64, right.get(0).shape(), v));
  }

  private static List<Tensor> truncated(Call call, List<Tensor> right) {
    Tensor y = right.get(0);
    double[] v = y.toDoubles();
    for (int i = 0; i < v.length && y.dtype().isFloating(); i++) {
      v[i] = v[i] < 0 ? Math.ceil(v[i]) : Math.floor(v[i]);
    }
    return y.dtype().isFloating()
        ? List.of(Tensor.of(y.shape(), HostStorage.ofDoubles(y.dtype(), v)))
        : right;
  }
}
