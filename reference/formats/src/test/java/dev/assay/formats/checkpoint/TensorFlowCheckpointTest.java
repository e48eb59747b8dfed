package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that TensorFlow wrote are read, and written again with the same bytes. */
@EnabledIf(value = "dev.assay.formats.RealData#isThere", disabledReason = RealData.MISSING)
class TensorFlowCheckpointTest {
  @TempDir private Path folder;

  private static Path written(String name) {
    return RealData.file("tensorflow-written").resolve(name);
  }

  @Test
  void twoVectors() throws IOException {
    CheckpointReader reader = CheckpointReader.open(written("model.ckpt"));
    assertEquals(List.of("v1", "v2"), reader.names());
    assertTrue(reader.read("v1").sameAs(Tensor.of(new float[] {1, 2, 3})));
    assertTrue(reader.read("v2").sameAs(Tensor.of(new float[] {4, 5})));
    assertWritesTheSame("model.ckpt", reader, List.of("v1", "v2"));
  }

  @Test
  void manyTypes() throws IOException {
    CheckpointReader reader = CheckpointReader.open(written("mixed.ckpt-499"));
    Map<String, DType> types = new LinkedHashMap<>();
    reader.names().forEach(name -> types.put(name, reader.dtype(name)));
    assertEquals(
        Map.of(
            "dense/kernel", DType.FLOAT32,
            "dense/bias", DType.FLOAT64,
            "global_step", DType.INT64,
            "flags", DType.BOOL,
            "labels", DType.STRING,
            "table", DType.INT32,
            "scalar", DType.FLOAT32),
        types);
    assertEquals(Shape.of(300, 40), reader.shape("dense/kernel"));
    assertEquals(Shape.scalar(), reader.shape("scalar"));
    assertEquals(499, reader.read("global_step").toLongs()[0]);
    assertWritesTheSame(
        "mixed.ckpt-499",
        reader,
        List.of("dense/kernel", "dense/bias", "global_step", "flags", "labels", "table", "scalar"));
  }

  /** The same tensors in the same order give the same files. */
  private void assertWritesTheSame(String name, CheckpointReader reader, List<String> order)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    order.forEach(tensor -> tensors.put(tensor, reader.read(tensor)));
    CheckpointWriter.write(folder.resolve(name), tensors);
    for (String suffix : List.of(".index", ".data-00000-of-00001")) {
      assertArrayEquals(
          Files.readAllBytes(written(name + suffix)),
          Files.readAllBytes(folder.resolve(name + suffix)),
          name + suffix);
    }
  }
}
