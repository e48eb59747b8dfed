package dev.assay.formats.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.RealData;
import dev.assay.learn.input.Dataset;
import dev.assay.learn.input.DatasetIterator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  @TempDir private Path folder;

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CsvTable read(Csv csv, String text) {
    return csv.read("x.csv", stream(text));
  }

  private static String refusal(Csv csv, String text) {
    return assertThrows(FormatException.class, () -> read(csv, text)).getMessage();
  }

  @Test
  void aTableWithHeaderIsColumnsAndAMatrix() {
    CsvTable t = read(Csv.withHeader(), "a,\"b\",c\r\n1,2,3\r\n4.5,\"-1e2\", .25 \r\n");
    assertEquals(2, t.rows());
    assertEquals(List.of("a", "b", "c"), t.names());
    assertTrue(t.column("b").sameAs(Tensor.of(new float[] {2, -100})));
    assertTrue(t.column(2).sameAs(t.column("c")));
    assertTrue(t.matrix("c", "a").sameAs(Tensor.of(new float[][] {{3, 1}, {0.25f, 4.5f}})));
    assertEquals(Shape.of(2, 3), t.matrix().shape());
    assertEquals(3, t.columns().size());
    assertThrows(ValueException.class, () -> t.column("d"));
    assertThrows(ValueException.class, () -> t.column(3));
    assertThrows(ValueException.class, () -> t.column(-1));
    assertThrows(ValueException.class, () -> t.matrix(new String[0]));
  }

  @Test
  void lineBreaksQuotesAndEmptyLines() {
    Csv text = Csv.withoutHeader().select(CsvColumn.of(0, DType.STRING));
    CsvTable t = read(text, "\uFEFF\"a\"\"b\r\nc\"\n\n\rplain\r\n \n");
    assertEquals(List.of("a\"b\r\nc", "plain", " "), List.of(t.column(0).toStrings()));
    Csv semicolon = Csv.withoutHeader().delimiter(';');
    assertEquals("[[1. 2.]]", read(semicolon, "1;2").matrix().toString());
  }

  @Test
  void theTypeOfAColumnIsThatOfItsDefault() {
    Tensor required = Tensor.zeros(DType.FLOAT64, Shape.of(0));
    Csv csv = Csv.withoutHeader().recordDefaults(Tensor.of(7), required, Tensor.of("none"));
    CsvTable t = read(csv, "1,2.5,x\n,3,\n");
    assertTrue(t.column(0).sameAs(Tensor.of(new int[] {1, 7})));
    assertTrue(t.column(1).sameAs(Tensor.of(new double[] {2.5, 3})));
    assertTrue(t.column(2).sameAs(Tensor.of(new String[] {"x", "none"})));
    assertThrows(DTypeException.class, t::matrix);
    assertEquals(
        "x.csv, line 2, column 1: the field is missing and the column has no default",
        refusal(csv, "1,2,x\n1,,x\n"));
  }

  @Test
  void columnsAreSelectedByNameOrPosition() {
    String text = "id,label,v,w\n1,red,NA,4\n2,blue,8,?\n";
    Csv csv =
        Csv.withHeader()
            .missing("NA", "?")
            .select(
                CsvColumn.of("w", Tensor.of(-1L)),
                CsvColumn.of(1, DType.STRING),
                CsvColumn.of("v", Tensor.of(Double.NaN)));
    CsvTable t = read(csv, text);
    assertEquals(List.of("w", "label", "v"), t.names());
    assertTrue(t.column("w").sameAs(Tensor.of(new long[] {4, -1})));
    assertTrue(t.column("label").sameAs(Tensor.of(new String[] {"red", "blue"})));
    assertTrue(t.column("v").sameAs(Tensor.of(new double[] {Double.NaN, 8})));
    CsvTable again = read(Csv.withHeader().select(0), text);
    assertTrue(again.matrix().sameAs(Tensor.of(new float[][] {{1}, {2}})));
    CsvTable named = read(Csv.withHeader().select("id"), text);
    assertTrue(named.matrix().sameAs(again.matrix()));
  }

  @Test
  void numbersAreRoundedOnce() {
    // just above the middle between 1 and the next binary32: by way of binary64 it would be 1
    CsvTable t = read(Csv.withoutHeader(), "1.000000059604644775390626\n-inf\nNaN\n");
    assertEquals(Math.nextUp(1f), t.column(0).toFloats()[0]);
    assertEquals("[1.0000001      -inf       nan]", t.column(0).toString());
  }

  @Test
  void refusalsNameLineAndColumn() {
    Csv csv = Csv.withHeader();
    assertEquals(
        "x.csv, line 3, column \"b\": not a value of float32: \"two\"",
        refusal(csv, "a,b\n1,1\n2,two\n"));
    assertEquals(
        "x.csv, line 4, column \"b\": not a value of float32: \"0x1p3\"",
        refusal(csv, "a,b\n1,1\n\n2,0x1p3"));
    assertEquals(
        "x.csv, line 3: it has 1 fields, the first record has 2", refusal(csv, "a,b\n1,1\n2\n"));
    assertEquals("x.csv, line 1: a header is needed, the file is empty", refusal(csv, "\n\n"));
    assertEquals(
        "x.csv, line 1: no column is called \"c\", there are [a, b]",
        refusal(csv.select("c"), "a,b\n1,2\n"));
    assertEquals(
        "x.csv, line 1: two columns are called \"a\"; select by position",
        refusal(csv.select("a"), "a,a\n1,2\n"));
    assertEquals(
        "x.csv, line 1: there are 2 columns, column 2 is wanted",
        refusal(Csv.withoutHeader().select(2), "1,2\n"));
    assertTrue(refusal(csv, "a,b\n1,\"2\n3,4").startsWith("x.csv, line "));
    assertTrue(refusal(csv, "a,b\n1,\"2\"3\n").startsWith("x.csv, line 2"));
    Csv small = Csv.withoutHeader().select(CsvColumn.of(0, DType.INT8));
    assertEquals("x.csv, line 1, column 0: not a value of int8: \"128\"", refusal(small, "128\n"));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    InputStream latin = new ByteArrayInputStream(new byte[] {'1', '\n', (byte) 0xE4, '\n'});
    Csv csv = Csv.withoutHeader().select(CsvColumn.of(0, DType.STRING));
    assertEquals(
        "x.csv, line 1: bytes that are not UTF-8",
        assertThrows(FormatException.class, () -> csv.read("x.csv", latin)).getMessage());
  }

  @Test
  void anEmptyFileHasNoRows() {
    CsvTable t = read(Csv.withoutHeader().select(1, 0), "");
    assertEquals(0, t.rows());
    assertEquals(Shape.of(0, 2), t.matrix().shape());
    assertEquals(Shape.of(0, 1), read(Csv.withHeader(), "a\n").matrix().shape());
    assertEquals(List.of(), read(Csv.withoutHeader(), "").columns());
  }

  @Test
  void rowsAreReadOneAfterTheOther() {
    Csv csv =
        Csv.withHeader().select(CsvColumn.of("n", DType.INT64), CsvColumn.of(0, Tensor.of("-")));
    try (CsvReader reader = csv.open("x.csv", stream("s,n\nx,1\n,2\n"))) {
      assertEquals(List.of("n", "s"), reader.names());
      List<Tensor> first = reader.next().orElseThrow();
      assertTrue(first.get(0).sameAs(Tensor.of(1L)));
      assertTrue(first.get(1).sameAs(Tensor.of("x")));
      assertTrue(reader.next().orElseThrow().get(1).sameAs(Tensor.of("-")));
      assertEquals(Optional.empty(), reader.next());
      assertEquals(Optional.empty(), reader.next());
    }
  }

  @Test
  void aDatasetReadsRowsAndClosesTheFile() throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "1,2\n3,4\n5,6\n");
    Dataset batches = Dataset.of(Csv.withoutHeader().elements(file)).batch(2);
    for (int pass = 0; pass < 2; pass++) {
      try (DatasetIterator iterator = batches.iterator()) {
        List<Tensor> first = iterator.next();
        assertEquals("[1. 3.]", first.get(0).toString());
        assertEquals("[2. 4.]", first.get(1).toString());
        assertEquals("[5.]", iterator.next().get(0).toString());
        assertFalse(iterator.hasNext());
      }
    }
    Files.writeString(file, "1,2\n3,x\n");
    Iterator<List<Tensor>> rows = Csv.withoutHeader().elements(file).iterator();
    rows.next();
    assertThrows(FormatException.class, rows::next);
    assertThrows(NoSuchElementException.class, rows::next);
  }

  @Test
  void manyColumnsAreRead() {
    String line = "7,".repeat(2000) + "8\n";
    CsvTable t = read(Csv.withoutHeader(), line.repeat(30));
    assertEquals(Shape.of(30, 2001), t.matrix().shape());
    try (CsvReader reader = Csv.withoutHeader().open("x.csv", stream(line.repeat(3)))) {
      assertEquals(2001, reader.next().orElseThrow().size());
    }
  }

  @Test
  void aQuotationMarkDoesNotSwallowTheMemory() {
    InputStream endless =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() {
            int b = begun ? 'x' : '"';
            begun = true;
            return b;
          }
        };
    Csv csv = Csv.withoutHeader().select(CsvColumn.of(0, DType.STRING));
    assertEquals(
        "x.csv, line 1: a record of more than 16777216 characters",
        assertThrows(FormatException.class, () -> csv.read("x.csv", endless)).getMessage());
  }

  @Test
  void whatCannotBeAskedForIsRefused() {
    Csv csv = Csv.withoutHeader();
    assertThrows(ValueException.class, () -> csv.delimiter('"'));
    assertThrows(ValueException.class, () -> csv.select("a"));
    assertThrows(ValueException.class, () -> csv.select(-1));
    assertThrows(ValueException.class, () -> csv.select((CsvColumn[]) null));
    assertThrows(ValueException.class, () -> csv.missing((String) null));
    assertThrows(DTypeException.class, () -> CsvColumn.of(0, DType.BOOL));
    assertThrows(DTypeException.class, () -> CsvColumn.of(0, DType.FLOAT16));
    assertThrows(ShapeException.class, () -> csv.recordDefaults(Tensor.of(new float[] {1, 2})));
    Path none = folder.resolve("none.csv");
    assertThrows(UncheckedIOException.class, () -> csv.read(none));
    assertThrows(ValueException.class, () -> csv.read(null));
  }

  @Test
  @EnabledIf(value = "dev.assay.formats.RealData#isThere", disabledReason = RealData.MISSING)
  void housesOfBostonInTwoLines() {
    CsvTable houses = Csv.withHeader().read(RealData.file("BostonHousing.csv"));
    Tensor x = houses.matrix("rm", "ptratio", "lstat");
    assertEquals(506, houses.rows());
    assertEquals(14, houses.names().size());
    assertEquals(Shape.of(506, 3), x.shape());
    assertEquals(24f, houses.column("medv").toFloats()[0]);
    assertEquals(6.575f, x.toFloats()[0]);
    assertEquals(4.98f, x.toFloats()[2]);
  }
}
