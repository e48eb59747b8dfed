package dev.assay.engine.ops.random;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Two seeds of a random operation, by TensorFlow's rule: the first is that of the graph, or of the
 * thread where operations run at once; the second that of the operation.
 *
 * <table>
 * <caption>what a call gets</caption>
 * <tr><th>graph or thread</th><th>operation</th><th>seeds</th></tr>
 * <tr><td>set</td><td>given</td><td>both</td></tr>
 * <tr><td>set</td><td>none</td><td>that of the graph, the number of nodes or of calls so far</td></tr>
 * <tr><td>none</td><td>given</td><td>87654321, that of the operation</td></tr>
 * <tr><td>none</td><td>none</td><td>fresh ones, different in every run of the program</td></tr>
 * </table>
 *
 * Seeds are taken modulo 2³¹ − 1; (0, 0) becomes (0, 2³¹ − 1), for TensorFlow's kernels take 0, 0
 * as none.
 *
 * @param seed the key
 * @param seed2 where the counter starts
 */
public record RandomSeed(long seed, long seed2) {
  /** TensorFlow's seed of a graph that has none, where the operation has one. */
  public static final long DEFAULT_GRAPH_SEED = 87654321;

  private static final long MODULUS = Integer.MAX_VALUE;

  private static final SecureRandom FRESH = new SecureRandom();

  private static final ThreadLocal<Eager> EAGER = ThreadLocal.withInitial(Eager::new);

  /** What a stream is known by where operations run at once. */
  private record Stream(String op, RandomSeed seeds) {}

  /** The state of a thread. */
  private static final class Eager {
    private OptionalLong seed = OptionalLong.empty();
    private long calls;
    private final Map<Stream, Long> drawn = new HashMap<>();
  }

  /**
   * Sets the seed of operations that this thread runs at once, and starts all their streams anew.
   * For a graph, {@code Graph.setRandomSeed}.
   */
  public static void setRandomSeed(long seed) {
    Eager eager = EAGER.get();
    eager.seed = OptionalLong.of(seed);
    restart(eager);
  }

  /** Forgets the seed that this thread set; streams start anew. */
  public static void clearRandomSeed() {
    Eager eager = EAGER.get();
    eager.seed = OptionalLong.empty();
    restart(eager);
  }

  private static void restart(Eager eager) {
    eager.calls = 0;
    eager.drawn.clear();
  }

  /**
   * The seeds by the rule above.
   *
   * @param common the seed of the graph or thread
   * @param own the seed of the operation
   * @param number its number, in place of a seed
   */
  public static RandomSeed of(OptionalLong common, OptionalLong own, long number) {
    if (common.isEmpty() && own.isEmpty()) {
      return new RandomSeed(FRESH.nextInt(Integer.MAX_VALUE), 1L + FRESH.nextInt(1 << 30));
    }
    RandomSeed seeds =
        new RandomSeed(
            Math.floorMod(common.orElse(DEFAULT_GRAPH_SEED), MODULUS),
            Math.floorMod(own.orElse(number), MODULUS));
    return seeds.seed == 0 && seeds.seed2 == 0 ? new RandomSeed(0, MODULUS) : seeds;
  }

  /** The seeds of a node to be made in {@code graph}. */
  static RandomSeed in(Deferral graph, OptionalLong own) {
    return of(graph.randomSeed(), own, graph.nodes());
  }

  /** The seeds of a call that runs at once. */
  static RandomSeed eager(OptionalLong own) {
    Eager eager = EAGER.get();
    return of(eager.seed, own, own.isPresent() ? 0 : eager.calls++);
  }

  /**
   * How many blocks of its stream earlier calls of the same operation and seeds have reserved on
   * this thread; this call's are added.
   */
  static long reserve(Call call, RandomSeed seeds) {
    long blocks = call.op().draws().orElseThrow().applyAsLong(call);
    Stream stream = new Stream(call.op().name() + call.output().dtype(), seeds);
    long before = EAGER.get().drawn.getOrDefault(stream, 0L);
    EAGER.get().drawn.put(stream, before + blocks);
    return before;
  }
}
