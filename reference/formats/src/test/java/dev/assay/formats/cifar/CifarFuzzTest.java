package dev.assay.formats.cifar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** Any bytes are labelled images or a format error. */
class CifarFuzzTest {
  private static void assertRead(byte[] bytes, CifarReader.Kind kind) {
    int records = 0;
    try (CifarReader reader = CifarReader.of("memory", new ByteArrayInputStream(bytes), kind)) {
      for (Optional<CifarReader.Labelled> r = reader.next(); r.isPresent(); r = reader.next()) {
        assertEquals(CifarReader.SIZE, r.get().image().shape().dim(0));
        records++;
      }
      boolean compressed = bytes.length > 1 && bytes[0] == 0x1F;
      if (!compressed) {
        assertEquals(bytes.length, records * kind.recordBytes());
      }
    } catch (FormatException e) {
      return;
    }
  }

  @FuzzTest
  void ten(byte[] bytes) {
    assertRead(bytes, CifarReader.Kind.CIFAR_10);
  }

  @FuzzTest
  void hundred(byte[] bytes) {
    assertRead(bytes, CifarReader.Kind.CIFAR_100);
  }
}
