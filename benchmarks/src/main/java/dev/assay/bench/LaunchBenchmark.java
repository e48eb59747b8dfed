package dev.assay.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call costs by itself: sums of two vectors of four float32, in place. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LaunchBenchmark {
  private static final int CALLS = 1000;

  /** Who computes. */
  @Param("opencl")
  public String contender;

  private Contender.Ready ready;

  /** Puts the arguments in place. */
  @Setup
  public void prepare() {
    ready = Contender.named(contender).prepare(new Work.Add(4));
  }

  /** Gives back what the contender holds. */
  @TearDown
  public void close() {
    ready.close();
  }

  /** One call of many that are given without waiting for each. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void launch() {
    ready.run(CALLS);
  }

  /** A call and the wait for its end. */
  @Benchmark
  public void roundTrip() {
    ready.run(1);
  }
}
