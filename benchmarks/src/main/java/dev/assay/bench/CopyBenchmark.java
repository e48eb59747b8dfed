package dev.assay.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast the machine copies: the bytes that {@link ElementwiseBenchmark} moves, all processors at
 * once. A sum of n elements reads 8n bytes and writes 4n; so a copy of 6n bytes moves as many.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Threads(Threads.MAX)
@Fork(1)
public class CopyBenchmark {
  /** The arrays of one thread. */
  @State(Scope.Thread)
  public static class Share {
    /** Elements of the sum. */
    @Param("16777216")
    public int n;

    private float[] from = {};
    private float[] to = {};

    /** Makes the arrays. */
    @Setup
    public void make() {
      int share = n / 2 * 3 / Runtime.getRuntime().availableProcessors();
      from = new float[share];
      to = new float[share];
      Arrays.fill(from, 1);
    }
  }

  /** {@link System#arraycopy}. */
  @Benchmark
  public float[] arraycopy(Share share) {
    System.arraycopy(share.from, 0, share.to, 0, share.from.length);
    return share.to;
  }
}
