package dev.assay.bench;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.example.Example;
import dev.assay.formats.example.ExampleParser;
import dev.assay.formats.example.FeatureSpec;
import dev.assay.formats.example.ParsedExamples;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.tfrecord.Compression;
import dev.assay.formats.tfrecord.TfRecordReader;
import dev.assay.formats.tfrecord.TfRecordWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Records of digits, 784 pixels and a label, from memory: checksums, TFRecords, examples. The
 * scores are records per second. A record has 822 bytes where the pixels are bytes, 3174 where they
 * are floats.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
  private static final int RECORDS = 1000;
  private static final int PIXELS = 784;

  /** How the pixels are stored. */
  public enum Pixels {
    /** One string of 784 bytes. */
    BYTES,
    /** 784 float32. */
    FLOATS
  }

  /** How the pixels are stored. */
  @Param public Pixels pixels;

  private final byte[][] examples = new byte[RECORDS][];
  private byte[] plain = new byte[0];
  private byte[] gzip = new byte[0];
  private ExampleParser parser = new ExampleParser(Map.of("x", FeatureSpec.variable(DType.INT64)));

  /** Makes the records. */
  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RECORDS; i++) {
      byte[] bytes = new byte[PIXELS];
      random.nextBytes(bytes);
      double[] floats = new double[PIXELS];
      for (int p = 0; p < PIXELS; p++) {
        floats[p] = (bytes[p] & 0xFF) / 256.0;
      }
      Tensor image =
          pixels == Pixels.BYTES
              ? Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes}))
              : Tensor.of(DType.FLOAT32, Shape.of(PIXELS), floats);
      examples[i] = Example.of(Map.of("image", image, "label", Tensor.of(i % 10L))).toBytes();
    }
    plain = written(Compression.NONE);
    gzip = written(Compression.GZIP);
    parser =
        new ExampleParser(
            Map.of(
                "image",
                pixels == Pixels.BYTES
                    ? FeatureSpec.fixed(DType.STRING, Shape.scalar())
                    : FeatureSpec.fixed(DType.FLOAT32, Shape.of(PIXELS)),
                "label",
                FeatureSpec.fixed(DType.INT64, Shape.scalar())));
  }

  private byte[] written(Compression compression) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = TfRecordWriter.to(out, "memory", compression)) {
      for (byte[] example : examples) {
        writer.write(example);
      }
    }
    return out.toByteArray();
  }

  private static long read(byte[] file, Compression compression) {
    long bytes = 0;
    try (TfRecordReader reader =
        TfRecordReader.of(
            new ByteArrayInputStream(file), "memory", compression, TfRecordReader.DEFAULT_LIMIT)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        bytes += r.get().length;
      }
    }
    return bytes;
  }

  /** The checksum of every record. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int checksum() {
    int all = 0;
    for (byte[] example : examples) {
      all += MaskedCrc.of(example);
    }
    return all;
  }

  /** Reads a file without compression. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long readPlain() {
    return read(plain, Compression.NONE);
  }

  /** Reads a gzip file. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long readGzip() {
    return read(gzip, Compression.GZIP);
  }

  /** Writes a file without compression. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int writePlain() {
    return written(Compression.NONE).length;
  }

  /** Parses every example for its image and label. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int parseExample() {
    int parsed = 0;
    for (byte[] example : examples) {
      ParsedExamples one = parser.parseSingleExample(example);
      parsed += one.dense().size();
    }
    return parsed;
  }
}
