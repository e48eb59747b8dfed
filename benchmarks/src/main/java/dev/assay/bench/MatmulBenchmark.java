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

/** Products of two square matrices of float32. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MatmulBenchmark {
  /** Who computes. */
  @Param("opencl")
  public String contender;

  /** Rows and columns. */
  @Param({"512", "1024", "2048"})
  public int n;

  private Contender.Ready ready;

  /** Puts the arguments in place. */
  @Setup
  public void prepare() {
    ready = Contender.named(contender).prepare(new Work.MatMul(n));
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
