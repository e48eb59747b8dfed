package dev.assay.bench;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sums of two vectors of 2²⁴ float32, and how fast the machine copies as many bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ElementwiseBenchmark {
  /** Who computes. */
  @Param("opencl")
  public String contender;

  /** Elements. */
  @Param("16777216")
  public int n;

  private Contender.Ready ready;

  /** Puts the arguments in place. */
  @Setup
  public void prepare() {
    ready = Contender.named(contender).prepare(new Work.Add(n));
  }

  /** Gives back what the contender holds. */
  @TearDown
  public void close() {
    ready.close();
  }

  /** Arguments and result stay where they are. */
  @Benchmark
  public void kernel() {
    ready.run(1);
  }

  /** Arguments come from Java arrays, the result goes to one. */
  @Benchmark
  public float[] withTransfers() {
    return ready.runWithTransfers();
  }
}
