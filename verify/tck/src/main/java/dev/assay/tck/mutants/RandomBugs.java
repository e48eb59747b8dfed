package dev.assay.tck.mutants;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/** What people get wrong with random numbers: rounds, keys, bits, streams, ends of ranges. */
final class RandomBugs {
  private static final int ROUNDS = 10;

  private RandomBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    words(m, "nine rounds", (p, i) -> uniform(block(p, i / 4, ROUNDS - 1, true)[i % 4]));
    words(m, "the key is not bumped", (p, i) -> uniform(block(p, i / 4, ROUNDS, false)[i % 4]));
    words(m, "the words of a block reversed", (p, i) -> uniform(p.block(i / 4)[3 - i % 4]));
    words(m, "the upper bits of a word", (p, i) -> (p.block(i / 4)[i % 4] >>> 9) * 0x1p-23);
    words(m, "one word of each block", (p, i) -> uniform(p.block(i)[0]));
    m.add(streams("the seeds swapped", s -> Philox.stateless(s[1], s[0])));
    m.add(streams("the seeds not mixed", s -> Philox.seeded(s[0], s[1])));
    m.add(Mutant.ignored("random_uniform", "skip", 0));
    m.add(Mutant.ignored("random_uniform", "seed2", 0));
    m.add(Mutant.ignored("random_normal", "stddev", 1.0));
    m.add(Mutant.ignored("random_shuffle", "skip", 0));
    for (String op : List.of("stateless_random_uniform_int", "random_uniform_int")) {
      m.add(Mutant.kernel(op, "maxval included", RandomBugs::inclusive));
    }
    m.add(Mutant.kernel("stateless_random_normal", "sine and cosine swapped", RandomBugs::swapped));
    m.add(Mutant.kernel("truncated_normal", "cut at one deviation", RandomBugs::oneDeviation));
    m.add(
        Mutant.kernel(
            "stateless_truncated_normal",
            "clipped instead of drawn again",
            (call, right) -> clipped(call)));
    m.add(Mutant.kernel("stateless_random_gamma", "no correction below 1", RandomBugs::boosted));
    m.add(Mutant.kernel("random_poisson", "counts one more", (call, right) -> more(right)));
    m.add(Mutant.kernel("stateless_categorical", "every row begins anew", RandomBugs::rows));
    m.add(
        Mutant.derivative(
            "stateless_shuffle", "permuted instead of put back", RandomBugs::permuted));
    m.add(
        Mutant.derivative(
            "random_crop",
            "put back at the origin",
            (call, dy, right) -> List.of(right.get(0).map(RandomBugs::toOrigin))));
    return m;
  }

  private static double uniform(int word) {
    return (word & 0x7FFFFF) * 0x1p-23;
  }

  /** The generator with another number of rounds, or with one key for all. */
  private static int[] block(Philox p, long n, int rounds, boolean bumped) {
    Philox at = p.skip(n);
    long[] x = {at.low() & 0xFFFFFFFFL, at.low() >>> 32, at.high() & 0xFFFFFFFFL, at.high() >>> 32};
    for (int r = 0; r < rounds; r++) {
      int k0 = (int) p.key() + (bumped ? r * 0x9E3779B9 : 0);
      int k1 = (int) (p.key() >>> 32) + (bumped ? r * 0xBB67AE85 : 0);
      long a = 0xD2511F53L * x[0];
      long b = 0xCD9E8D57L * x[2];
      x =
          new long[] {
            ((b >>> 32) ^ x[1] ^ k0) & 0xFFFFFFFFL,
            b & 0xFFFFFFFFL,
            ((a >>> 32) ^ x[3] ^ k1) & 0xFFFFFFFFL,
            a & 0xFFFFFFFFL
          };
    }
    return new int[] {(int) x[0], (int) x[1], (int) x[2], (int) x[3]};
  }

  @FunctionalInterface
  private interface Number {
    double at(Philox stream, int i);
  }

  @FunctionalInterface
  private interface Stream {
    Philox of(long[] seed);
  }

  /** Other numbers, where they are float32 of [0, 1). */
  private static void words(List<Mutant> m, String name, Number number) {
    m.add(
        Mutant.kernel(
            "random_uniform",
            name,
            (call, right) -> {
              Attributes a = call.attrs();
              Philox p =
                  Philox.seeded(a.integer("seed"), a.integer("seed2")).skip(a.integer("skip"));
              return unit(call, right, i -> number.at(p, i));
            }));
  }

  private static Mutant streams(String name, Stream stream) {
    return Mutant.kernel(
        "stateless_random_uniform",
        name,
        (call, right) -> {
          Philox p = stream.of(call.in(0).toLongs());
          return unit(call, right, i -> uniform(p.block(i / 4)[i % 4]));
        });
  }

  private static List<Tensor> unit(Call call, List<Tensor> right, IntToDoubleFunction f) {
    boolean plain =
        call.output().dtype() == DType.FLOAT32
            && call.attrs().number("minval") == 0
            && call.attrs().number("maxval") == 1;
    if (!plain) {
      return right;
    }
    double[] v = new double[right.get(0).size()];
    Arrays.setAll(v, f);
    return List.of(Tensor.of(DType.FLOAT32, right.get(0).shape(), v));
  }

  private static List<Tensor> inclusive(Call call, List<Tensor> right) {
    return call.attrs().has("maxval")
        ? Bug.withAttribute(call, right, "maxval", call.attrs().integer("maxval") + 1)
        : right;
  }

  private static Tensor floats(Tensor like, double[] v) {
    return Tensor.of(like.shape(), HostStorage.ofDoubles(like.dtype(), v));
  }

  private static List<Tensor> swapped(Call call, List<Tensor> right) {
    double[] v = right.get(0).toDoubles();
    for (int i = 0; i + 1 < v.length; i += 2) {
      double sine = v[i];
      v[i] = v[i + 1];
      v[i + 1] = sine;
    }
    return List.of(floats(right.get(0), v));
  }

  /** Numbers beyond one deviation pulled in, as if another had been drawn. */
  private static List<Tensor> oneDeviation(Call call, List<Tensor> right) {
    double mean = call.attrs().number("mean");
    double stddev = call.attrs().number("stddev");
    return each(right, v -> Math.abs(v - mean) > stddev ? (v + mean) / 2 : v);
  }

  private static List<Tensor> clipped(Call call) {
    Attributes a = call.attrs();
    Call whole = Call.of(OpRegistry.get("stateless_random_normal"), call.inputs(), a);
    double mean = a.number("mean");
    double far = 2 * a.number("stddev");
    return each(
        ReferenceBackend.instance().run(whole), v -> Math.max(mean - far, Math.min(mean + far, v)));
  }

  private static List<Tensor> each(List<Tensor> right, DoubleUnaryOperator f) {
    double[] v = right.get(0).toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = f.applyAsDouble(v[i]);
    }
    return List.of(floats(right.get(0), v));
  }

  /** Draws with alpha + 1 where alpha is below 1, and leaves it at that. */
  private static List<Tensor> boosted(Call call, List<Tensor> right) {
    double[] alpha = call.in(1).toDoubles();
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] += alpha[i] < 1 ? 1 : 0;
    }
    List<Tensor> inputs = List.of(call.in(0), floats(call.in(1), alpha));
    return Call.of(call.op(), inputs, call.attrs()).runReference();
  }

  private static List<Tensor> more(List<Tensor> right) {
    Tensor t = right.get(0);
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i]++;
    }
    return List.of(Tensor.of(t.dtype(), t.shape(), v));
  }

  private static List<Tensor> rows(Call call, List<Tensor> right) {
    int batch = call.in(0).shape().dim(0);
    int classes = call.in(0).shape().dim(1);
    double[] logits = call.in(0).toDoubles();
    double[] out = right.get(0).toDoubles();
    int samples = batch == 0 ? 0 : out.length / batch;
    for (int b = 0; b < batch; b++) {
      double[] row = Arrays.copyOfRange(logits, b * classes, (b + 1) * classes);
      Tensor one = Tensor.of(Shape.of(1, classes), HostStorage.ofDoubles(call.in(0).dtype(), row));
      Tensor drawn =
          Call.of(call.op(), List.of(one, call.in(1)), call.attrs()).runReference().get(0);
      System.arraycopy(drawn.toDoubles(), 0, out, b * samples, samples);
    }
    return List.of(Tensor.of(right.get(0).dtype(), right.get(0).shape(), out));
  }

  private static List<Optional<Tensor>> permuted(
      Call call, List<Tensor> dy, List<Optional<Tensor>> right) {
    Call again = Call.of(call.op(), List.of(dy.get(0), call.in(1)), call.attrs());
    List<Optional<Tensor>> wrong = new ArrayList<>(right);
    wrong.set(0, Optional.of(again.runReference().get(0)));
    return wrong;
  }

  /** The cotangent's entries in front, zeros behind. */
  private static Tensor toOrigin(Tensor dx) {
    double[] v = dx.toDoubles();
    double[] front = new double[v.length];
    int at = 0;
    for (double d : v) {
      if (d != 0) {
        front[at++] = d;
      }
    }
    return floats(dx, front);
  }
}
