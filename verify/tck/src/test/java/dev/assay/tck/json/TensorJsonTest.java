package dev.assay.tck.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorJsonTest {
  private static Tensor read(String json) {
    return TensorJson.read(Json.read(json), "x", DType.FLOAT32);
  }

  private static String text(Tensor t) {
    return Json.text(g -> TensorJson.write(g, t));
  }

  private static boolean roundTrips(Tensor t) {
    return TensorJson.read(Json.read(text(t)), "x").sameAs(t);
  }

  @Test
  void theNotationOfEachType() {
    assertEquals(
        "{\"dtype\":\"float32\",\"shape\":[2,1],\"data\":[0.1,-0.0]}",
        text(Tensor.of(DType.FLOAT32, Shape.of(2, 1), 0.1, -0.0)));
    assertEquals(
        "{\"dtype\":\"float64\",\"shape\":[3],\"data\":[\"NaN\",\"Infinity\",\"-Infinity\"]}",
        text(
            Tensor.of(
                DType.FLOAT64,
                Shape.of(3),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY)));
    assertEquals(
        "{\"dtype\":\"int64\",\"shape\":[],\"data\":[-9223372036854775808]}",
        text(Tensor.of(Long.MIN_VALUE)));
    assertEquals("{\"dtype\":\"bool\",\"shape\":[],\"data\":[true]}", text(Tensor.of(true)));
    assertEquals(
        "{\"dtype\":\"string\",\"shape\":[1],\"data\":[\"é\\n\"]}",
        text(Tensor.of(new String[] {"é\n"})));
    assertEquals(
        "{\"dtype\":\"string\",\"shape\":[1],\"data\":[{\"b64\":\"/w==\"}]}",
        text(Tensor.of(Shape.of(1), HostStorage.ofBytes(new byte[][] {{-1}}))));
    assertEquals(
        "{\"dtype\":\"complex64\",\"shape\":[1],\"data\":[[1.0,-2.5]]}",
        text(Tensor.of(DType.COMPLEX64, Shape.of(1), 1, -2.5)));
  }

  @Test
  void whatIsWrittenReadsBack() {
    assertTrue(roundTrips(Tensor.of(Shape.of(1), HostStorage.ofBytes(new byte[][] {{-1, 0}}))));
    assertTrue(roundTrips(Tensor.of(DType.COMPLEX128, Shape.of(2), 1, -0.0, Double.NaN, 1e-300)));
    assertTrue(roundTrips(Tensor.ofLongs(DType.UINT8, Shape.of(2), 255, 0)));
    assertTrue(roundTrips(Tensor.of(DType.FLOAT32, Shape.of(0, 3))));
    assertTrue(roundTrips(Tensor.of(DType.BFLOAT16, Shape.of(2), 3.14159, -1e-40)));
  }

  @Property
  boolean float32RoundTrips(@ForAll float x) {
    return roundTrips(Tensor.of(x));
  }

  @Property
  boolean float64RoundTrips(@ForAll double x) {
    return roundTrips(Tensor.of(x));
  }

  @Property
  boolean int64RoundTrips(@ForAll long x) {
    return roundTrips(Tensor.of(x));
  }

  @Property
  boolean stringsRoundTrip(@ForAll byte[] x) {
    return roundTrips(Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {x})));
  }

  @Test
  void dataMayBeFlatOrNestedAndShapeMayBeLeftOut() {
    Tensor want = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    assertTrue(read("{\"shape\":[2,2],\"data\":[1,2,3,4]}").sameAs(want));
    assertTrue(read("{\"shape\":[2,2],\"data\":[[1,2],[3,4]]}").sameAs(want));
    assertTrue(read("{\"data\":[[1,2],[3,4]]}").sameAs(want));
    assertTrue(read("[[1,2],[3,4]]").sameAs(want));
    assertTrue(read("{\"shape\":[],\"data\":[7]}").sameAs(Tensor.of(7f)));
    assertTrue(read("7").sameAs(Tensor.of(7f)));
    assertEquals(Shape.of(2, 0, 3), read("{\"shape\":[2,0,3],\"data\":[]}").shape());
    assertEquals(Shape.of(2, 0), read("[[],[]]").shape());
    Tensor pairs = read("{\"dtype\":\"complex64\",\"data\":[[1,2],[3,4]]}");
    assertTrue(pairs.sameAs(Tensor.of(DType.COMPLEX64, Shape.of(2), 1, 2, 3, 4)));
  }

  @Test
  void numbersOfManyNotations() {
    double[] v =
        read("{\"dtype\":\"float64\",\"data\":[-0, -0.0, 1e2, NaN, \"-Infinity\", 1e400]}")
            .toDoubles();
    assertEquals(Double.doubleToLongBits(-0.0), Double.doubleToLongBits(v[0]));
    assertEquals(Double.doubleToLongBits(-0.0), Double.doubleToLongBits(v[1]));
    assertEquals(100, v[2]);
    assertTrue(Double.isNaN(v[3]));
    assertEquals(Double.NEGATIVE_INFINITY, v[4]);
    assertEquals(Double.POSITIVE_INFINITY, v[5]);
    assertEquals(2, read("{\"dtype\":\"int32\",\"data\":2.0}").toLongs()[0]);
    assertEquals(
        Long.MAX_VALUE, read("{\"dtype\":\"int64\",\"data\":9223372036854775807}").toLongs()[0]);
    assertEquals(1, read("{\"dtype\":\"bool\",\"data\":1}").toLongs()[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"shape\":[2,2],\"data\":[1,2,3]} | shape | x: shape [2,2] holds 4 elements, data has 3",
        "{\"shape\":[3,2],\"data\":[[1,2,3],[4,5,6]]} | shape | x: data is nested as [2,3], shape is [3,2]",
        "[[1,2],[3]] | shape | x: a ragged list, 2 and 1 elements on level 1",
        "[[1,2],3] | shape | x: a ragged list, 2 and a single value on level 1",
        "{\"shape\":[-1],\"data\":[1]} | shape | x: a dimension is negative in [-1]",
        "{\"shape\":[65536,32768],\"data\":[]} | shape | x: shape: [65536,32768] has more than 2147483639 elements",
        "{\"shape\":[4294967296],\"data\":[]} | shape | x: shape: dimension 0 of [4294967296] exceeds 2147483639",
        "{\"shape\":2,\"data\":[1]} | format | x: shape must be a list, got 2",
        "{\"shape\":[1.5],\"data\":[1]} | format | x: a dimension must be an integer, got 1.5",
        "{\"shape\":[1]} | format | x: data is missing",
        "{\"data\":[1],\"dims\":[1]} | format | x: unknown field dims, known: dtype, shape, data",
        "{\"dtype\":\"int8\",\"data\":[1,128]} | format | x: element 1 is no int8, got 128",
        "{\"dtype\":\"uint8\",\"data\":[-1]} | format | x: element 0 is no uint8, got -1",
        "{\"dtype\":\"int32\",\"data\":[1.5]} | format | x: element 0 is no int32, got 1.5",
        "{\"dtype\":\"int64\",\"data\":[9223372036854775808]} | format | x: element 0 is no int64, got 9223372036854775808",
        "{\"dtype\":\"bool\",\"data\":[2]} | format | x: element 0 is no bool, got 2",
        "{\"dtype\":\"string\",\"data\":[2]} | format | x: element 0 is no string, got 2",
        "{\"dtype\":\"string\",\"data\":[{\"b64\":\"????\"}]} | format | x: element 0 is not base64: Illegal base64 character 3f",
        "{\"dtype\":\"complex64\",\"data\":[1,2,3]} | format | x: a complex number is a pair [real, imaginary]",
        "[true] | format | x: element 0 is no float32, got true",
        "[\"1\"] | format | x: element 0 is no float32, got \"1\"",
        "[null] | format | x: element 0 is no float32, got null",
        "{\"dtype\":\"float33\",\"data\":[1]} | dtype | x: unknown dtype \"float33\", known: float16, bfloat16, float32, float64, int8, int16, int32, int64, uint8, bool, string, complex64, complex128",
        "{\"dtype\":3,\"data\":[1]} | format | x: dtype must be a text, got 3",
      })
  void badTensorsAreRefusedByName(String json, String kind, String message) {
    AssayException e = assertThrows(AssayException.class, () -> read(json));
    assertEquals(message, e.getMessage());
    assertEquals(kind, e.kind());
  }
}
