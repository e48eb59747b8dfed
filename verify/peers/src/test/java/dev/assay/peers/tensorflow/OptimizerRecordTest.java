package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.assay.golden.TrainingRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed record is what TensorFlow computes. Write it anew, after a change of the problem or
 * of the kernels, with {@code mvn -Ppeers -pl verify/peers -am test -Dtest=OptimizerRecordTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dassay.recorded=write}.
 */
class OptimizerRecordTest {
  private static final Path COMMITTED = Path.of("../../golden/recorded/tensorflow-optimizers.json");

  @Test
  void theCommittedRecordIsWhatTensorFlowComputes() throws IOException {
    String now = text(OptimizerRecorder.record());
    if ("write".equals(System.getProperty("assay.recorded"))) {
      Files.writeString(COMMITTED, now, StandardCharsets.UTF_8);
    }
    assertEquals(Files.readString(COMMITTED, StandardCharsets.UTF_8), now);
  }

  private static String text(TrainingRecord record) throws IOException {
    ObjectWriter writer = new ObjectMapper().writerWithDefaultPrettyPrinter();
    return writer.writeValueAsString(record) + "\n";
  }
}
