package dev.assay.formats.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/** Any bytes are a table or a format error. */
class CsvFuzzTest {
  private static void assertRead(Csv csv, byte[] bytes) {
    try {
      CsvTable table = csv.read("memory", new ByteArrayInputStream(bytes));
      for (Tensor column : table.columns()) {
        assertEquals(Shape.of(table.rows()), column.shape());
      }
      try (CsvReader reader = csv.open("memory", new ByteArrayInputStream(bytes))) {
        int rows = 0;
        for (Optional<List<Tensor>> r = reader.next(); r.isPresent(); r = reader.next()) {
          rows++;
        }
        assertEquals(table.rows(), rows);
      }
    } catch (FormatException e) {
      return;
    }
  }

  @FuzzTest
  void numbers(byte[] bytes) {
    assertRead(Csv.withHeader(), bytes);
  }

  @FuzzTest
  void columns(byte[] bytes) {
    Csv csv =
        Csv.withoutHeader()
            .delimiter(';')
            .missing("NA")
            .select(
                CsvColumn.of(0, DType.STRING),
                CsvColumn.of(1, Tensor.of(7)),
                CsvColumn.of(1, Tensor.of("none")));
    assertRead(csv, bytes);
  }
}
