package dev.assay.engine.ops.string;

import static dev.assay.engine.op.DTypes.STRINGS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.ToLongFunction;

/** Strings to one of {@code num_buckets} numbers: {@code hash mod num_buckets}, unsigned. */
final class Hashing {
  static final Op BUCKET =
      bucket("string_to_hash_bucket", "MurmurHash64A with seed DECAFCAFFE (Appleby)")
          .kernel(c -> buckets(c, Murmur::hash))
          .noGradients("strings")
          .build();

  static final Op BUCKET_FAST =
      bucket("string_to_hash_bucket_fast", "FarmHash's Fingerprint64 (Pike and Alakuijala)")
          .kernel(c -> buckets(c, FarmHash::fingerprint))
          .noGradients("strings")
          .build();

  static final Op BUCKET_STRONG =
      bucket("string_to_hash_bucket_strong", "SipHash-2-4 (Aumasson and Bernstein 2012)")
          .attr("key", Type.INTS, "the two halves of the 128-bit key")
          .require(Kind.ATTRIBUTE, "key has two elements", o -> o.attrs().longs("key").size() == 2)
          .kernel(
              c -> {
                List<Long> key = c.attrs().longs("key");
                return buckets(c, s -> SipHash.hash(key.get(0), key.get(1), s));
              })
          .noGradients("strings")
          .build();

  static final List<Op> ROWS = List.of(BUCKET, BUCKET_FAST, BUCKET_STRONG);

  private Hashing() {}

  private static Op.Builder bucket(String name, String hash) {
    return Op.define(name)
        .formula("output[i] = hash(input[i]) mod num_buckets")
        .note("The hash is " + hash + ", taken as unsigned.")
        .input("input", STRINGS, "any shape")
        .attr("num_buckets", Type.INT, "how many buckets there are")
        .require(Kind.ATTRIBUTE, "num_buckets >= 1", o -> o.attrs().integer("num_buckets") >= 1)
        .type(o -> new TensorType(DType.INT64, o.shape(0)));
  }

  private static List<Tensor> buckets(Call c, ToLongFunction<byte[]> hash) {
    long n = c.attrs().integer("num_buckets");
    byte[][] x = c.in(0).host().bytes();
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Long.remainderUnsigned(hash.applyAsLong(x[i]), n);
    }
    return c.result(y);
  }
}
