package dev.assay.tck.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.json.Capabilities;
import dev.assay.tck.json.Json;
import java.io.StringWriter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
  private static final Evaluator REFERENCE = new Evaluator(ReferenceBackend.instance());

  private static String answer(String request) {
    StringWriter out = new StringWriter();
    boolean good = REFERENCE.answer(request, out);
    assertEquals(good, !Json.read(out.toString()).has("error"), out::toString);
    return out.toString();
  }

  private static JsonNode good(String request) {
    JsonNode a = Json.read(answer(request));
    assertFalse(a.has("error"), a::toString);
    return a;
  }

  private static JsonNode error(String request) {
    return Json.read(answer(request)).get("error");
  }

  @Test
  void anAnswerToTheLetter() {
    assertEquals(
        "{\"id\":\"1\",\"outputs\":[{\"dtype\":\"float32\",\"shape\":[2],\"data\":[3.0,8.0]}],"
            + "\"gradients\":{\"x\":{\"dtype\":\"float32\",\"shape\":[2],\"data\":[15.0,40.0]},"
            + "\"y\":{\"dtype\":\"float32\",\"shape\":[2],\"data\":[5.0,20.0]}}}",
        answer(
            "{\"id\":\"1\",\"op\":\"multiply\",\"dtype\":\"float32\",\"inputs\":{"
                + "\"x\":{\"shape\":[2],\"data\":[1,2]},\"y\":{\"shape\":[2],\"data\":[3,4]}},"
                + "\"cotangent\":{\"shape\":[2],\"data\":[5,10]}}"));
  }

  @Test
  void anErrorToTheLetter() {
    assertEquals(
        "{\"id\":2,\"error\":{\"kind\":\"shape\",\"constraint\":\"C4\",\"message\":"
            + "\"add (C4): x.shape and y.shape broadcast, got [2] and [3]\"}}",
        answer("{\"id\":2,\"op\":\"add\",\"inputs\":{\"x\":[1,2],\"y\":[1,2,3]}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"dtype\":\"x\",\"inputs\":{\"input\":1}",
        "\"dtype\":7,\"inputs\":{\"input\":1}",
        "\"inputs\":{\"input\":{\"dtype\":\"x\",\"data\":1}}",
        "\"inputs\":{\"input\":1},\"attrs\":{\"out_type\":\"x\"}",
        "\"inputs\":{\"input\":1},\"cotangent\":1,\"cotangents\":[1]"
      })
  void aBadTypeOrCotangentNamesTheOperation(String rest) {
    String message = error("{\"op\":\"shape\"," + rest + "}").get("message").textValue();
    assertTrue(message.startsWith("shape: "), message);
  }

  /** d/dz of z·w is conj w: (1 + i)(3 − 4i) = 7 − i. */
  @Test
  void complexNumbersArePairsEverywhere() {
    assertEquals(
        "{\"id\":null,\"outputs\":[{\"dtype\":\"complex64\",\"shape\":[1],\"data\":[[-5.0,10.0]]}],"
            + "\"gradients\":{\"x\":{\"dtype\":\"complex64\",\"shape\":[1],\"data\":[[7.0,-1.0]]},"
            + "\"y\":{\"dtype\":\"complex64\",\"shape\":[1],\"data\":[[3.0,-1.0]]}}}",
        answer(
            "{\"op\":\"multiply\",\"dtype\":\"complex64\",\"inputs\":{\"x\":[[1,2]],"
                + "\"y\":[[3,4]]},\"cotangent\":[[1,1]]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[1,2],[3]] | fft: input input: element 1 is no complex64, got [3]",
        "[[\"1\",2]] | fft: input input: element 0 is no complex64, got \"1\"",
        "[[1,2]],\"x\":1 | fft: ",
      })
  void aBadComplexNumberIsAnError(String data, String message) {
    JsonNode e =
        error("{\"op\":\"fft\",\"dtype\":\"complex64\",\"inputs\":{\"input\":" + data + "}}");
    assertTrue(e.get("message").textValue().startsWith(message), e::toString);
  }

  @Test
  void aRealCotangentOfAComplexResultIsAnError() {
    JsonNode e =
        error(
            "{\"op\":\"fft\",\"dtype\":\"complex64\",\"inputs\":{\"input\":[[1,2]]},"
                + "\"cotangent\":{\"data\":[1]}}");
    assertEquals(
        "fft: cotangent: a complex number is a pair [real, imaginary]",
        e.get("message").textValue());
  }

  @Test
  void whatHasNoGradientByItsTypeAsksNoRule() {
    JsonNode a =
        good(
            "{\"op\":\"reduce_max\",\"dtype\":\"int32\",\"inputs\":{\"input\":[1,2]},\"cotangent\":1}");
    assertEquals(Json.read("{}"), a.get("gradients"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "\"1\"", "null", "true", "[1,\"a\"]", "{\"a\":1.5}", "123456789012345678901"})
  void theIdKeepsItsType(String id) {
    assertTrue(
        answer("{\"id\":" + id + ",\"op\":\"neg\",\"inputs\":{\"x\":1}}")
            .startsWith("{\"id\":" + id + ","));
    assertTrue(answer("{\"id\":" + id + ",\"op\":\"nag\"}").startsWith("{\"id\":" + id + ","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"op\":\"reduce_sum\",\"inputs\":{\"input\":[[1,2],[3,4]]},\"attrs\":{\"axis\":0}} |"
            + " [4.0,6.0]",
        "{\"op\":\"reduce_sum\",\"inputs\":{\"input\":[[1,2],[3,4]],\"axis\":[1]}} | [3.0,7.0]",
        "{\"op\":\"reduce_sum\",\"inputs\":{\"input\":[[1,2],[3,4]],\"axis\":{\"data\":[1]}}} |"
            + " [3.0,7.0]",
        "{\"op\":\"reduce_sum\",\"inputs\":{\"input\":[1,2]},\"attrs\":{\"axis\":null,\"keepdims\":1}}"
            + " | [3.0]",
        "{\"op\":\"gather\",\"inputs\":{\"params\":[5,6,7]},\"attrs\":{\"indices\":[2,0]}} |"
            + " [7.0,5.0]",
        "{\"op\":\"gather\",\"dtype\":\"int64\",\"inputs\":{\"params\":[5,6,7],\"indices\":1}} |"
            + " [6]",
        "{\"op\":\"where\",\"inputs\":{\"condition\":[true,false],\"x\":[1,2],\"y\":[3,4]}} |"
            + " [1.0,4.0]",
        "{\"op\":\"where\",\"inputs\":{\"condition\":[0,1]}} | [1]",
        "{\"op\":\"logical_not\",\"inputs\":{\"x\":[true,false]}} | [false,true]",
        "{\"op\":\"zeros\",\"dtype\":\"int64\",\"attrs\":{\"shape\":[2]}} | [0,0]",
        "{\"op\":\"constant\",\"attrs\":{\"value\":[[1,2]]}} | [1,2]",
        "{\"op\":\"constant\",\"attrs\":{\"value\":[1,2.5]}} | [1.0,2.5]",
        "{\"op\":\"constant\",\"attrs\":{\"value\":9007199254740993,\"dtype\":\"int64\"}} |"
            + " [9007199254740993]",
        "{\"op\":\"constant\",\"attrs\":{\"value\":[\"a\",\"b\"]}} | [\"a\",\"b\"]",
        "{\"op\":\"pad\",\"inputs\":{\"tensor\":[1]},\"attrs\":{\"paddings\":[[1,2]],\"mode\":\"constant\"}}"
            + " | [0.0,1.0,0.0,0.0]",
        "{\"op\":\"concat\",\"inputs\":{\"1\":[2],\"0\":[1]},\"attrs\":{\"axis\":0}} | [1.0,2.0]",
        "{\"op\":\"cast\",\"inputs\":{\"x\":{\"dtype\":\"int32\",\"data\":123456789}},\"attrs\":{\"dtype\":\"int16\"}}"
            + " | [-13035]",
        "{\"op\":\"identity\",\"inputs\":{\"input\":[\"NaN\",Infinity,-0]}} |"
            + " [\"NaN\",\"Infinity\",-0.0]",
        "{\"op\":\"norm\",\"inputs\":{\"tensor\":[3,-4]},\"attrs\":{\"ord\":1}} | [7.0]",
      })
  void requestsMayBeSpelledLiberally(String request, String data) {
    assertEquals(data, good(request).get("outputs").get(0).get("data").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"op\":\"matmull\"} | unknown_op | unknown op \"matmull\", nearest: matmul,",
        "{\"op\":7} | format | request: op must be the name of an operation",
        "{} | format | request: op must be the name of an operation",
        "[1] | format | request: an object is needed, got [1]",
        "{\"op\":\"neg\" | format | JSON: Unexpected end-of-input",
        "{\"op\":\"neg\"}} | format | JSON: ",
        "{\"op\":\"neg\"} 1 | format | JSON: one value per line",
        "{\"op\":\"neg\",\"op\":\"neg\"} | format | JSON: Duplicate field 'op'",
        "{\"op\":\"neg\",\"input\":{}} | format | request: unknown field input, known: id, op,"
            + " dtype, inputs",
        "{\"op\":\"neg\",\"inputs\":[1]} | format | request: inputs must be an object, got [1]",
        "{\"op\":\"neg\",\"dtype\":\"float\",\"inputs\":{\"x\":1}} | dtype | neg: request: unknown"
            + " dtype \"float\"",
        "{\"op\":\"neg\",\"inputs\":{\"y\":1}} | value | neg: unknown input y, inputs: x; it takes"
            + " no attributes",
        "{\"op\":\"neg\",\"attrs\":{\"axis\":1}} | attribute | neg: unknown attribute axis, it"
            + " takes no attributes; inputs: x",
        "{\"op\":\"add\",\"inputs\":{\"y\":1}} | value | add: input x is missing, inputs: x, y",
        "{\"op\":\"add_n\",\"inputs\":{\"1\":1}} | value | add_n: input 0 is missing, inputs: 0, 1,"
            + " …",
        "{\"op\":\"neg\",\"inputs\":{\"x\":1},\"attrs\":{\"x\":1}} | format | neg: x is given"
            + " twice",
        "{\"op\":\"neg\",\"inputs\":{\"x\":[true]}} | format | neg: input x: element 0 is no"
            + " float32, got true",
        "{\"op\":\"reduce_sum\",\"inputs\":{\"input\":[1]},\"attrs\":{\"axis\":\"0\"}} | attribute"
            + " | reduce_sum: attribute axis must be an integer or a list of integers, got \"0\"",
        "{\"op\":\"zeros\",\"attrs\":{\"shape\":[65536,65536]}} | shape | zeros: shape:"
            + " [65536,65536] has more than",
        "{\"op\":\"zeros\",\"attrs\":{\"shape\":[99999999999999999999]}} | attribute | zeros:"
            + " attribute shape must be",
        "{\"op\":\"zeros\"} | attribute | zeros: attribute shape is required",
        "{\"op\":\"neg\",\"inputs\":{\"x\":[1,2]},\"cotangent\":[1]} | shape | neg: cotangent has"
            + " shape [1], the result has [2]",
        "{\"op\":\"neg\",\"inputs\":{\"x\":[1,2]},\"cotangent\":{\"dtype\":\"float64\",\"data\":[1,2]}}"
            + " | dtype | neg: cotangent is float64, the result is float32",
        "{\"op\":\"unstack\",\"inputs\":{\"value\":[1,2]},\"cotangents\":[1]} | value | unstack: 1"
            + " cotangents for 2 results",
      })
  void badRequestsGetTypedErrors(String request, String kind, String message) {
    JsonNode e = error(request);
    assertTrue(e.get("message").asText().startsWith(message), e::toString);
    assertEquals(kind, e.get("kind").asText());
    assertEquals(1, answer(request).lines().count());
  }

  @Test
  void itSaysWhatItIs() {
    JsonNode a = good("{\"id\":4,\"capabilities\":true}");
    assertEquals(4, a.get("id").asInt());
    Capabilities stated = Capabilities.read(a.get("capabilities"));
    assertEquals("reference", stated.name());
    assertEquals(PrecisionClass.REFERENCE, stated.precision());
    assertEquals(Accuracy.STRICT, stated.accuracy());
    assertTrue(stated.gradients().has("matmul") && stated.ops().isEmpty());
    for (String wrong : List.of("false", "true,\"op\":\"neg\"", "[]")) {
      assertEquals(
          "request: capabilities is true and stands alone",
          error("{\"capabilities\":" + wrong + "}").get("message").asText());
    }
  }

  @Property
  boolean whateverTheTextAnAnswerComes(@ForAll String text) {
    return Json.read(answer(text)).has("error");
  }

  @Test
  void deepNestingIsAnError() {
    assertEquals("format", error("{\"op\":" + "[".repeat(5000)).get("kind").asText());
  }

  @Test
  void gradientsAreNamedAndThoseThatDoNotExistLeftOut() {
    JsonNode g =
        good("{\"op\":\"gather\",\"inputs\":{\"params\":[1,2,3],\"indices\":[2,2]},\"cotangent\":[1,2]}")
            .get("gradients");
    assertEquals(
        "{\"params\":{\"dtype\":\"float32\",\"shape\":[3],\"data\":[0.0,0.0,3.0]}}", g.toString());
    assertEquals(
        "{}",
        good("{\"op\":\"argmax\",\"inputs\":{\"input\":[1,2]},\"cotangent\":[1]}")
            .get("gradients")
            .toString());
    assertEquals(
        "{}",
        good("{\"op\":\"neg\",\"dtype\":\"int32\",\"inputs\":{\"x\":[1]},\"cotangent\":[1]}")
            .get("gradients")
            .toString());
    JsonNode list =
        good("{\"op\":\"add_n\",\"inputs\":{\"0\":1,\"1\":2},\"cotangent\":3}").get("gradients");
    assertEquals(2, list.size());
    assertEquals(3.0, list.get("1").get("data").get(0).asDouble());
    assertFalse(good("{\"op\":\"neg\",\"inputs\":{\"x\":1}}").has("gradients"));
  }

  @Test
  void severalResultsTakeSeveralCotangents() {
    String call = "{\"op\":\"unstack\",\"inputs\":{\"value\":[1,2]},";
    assertEquals(
        "[5.0,0.0]",
        good(call + "\"cotangent\":[{\"data\":5},null]}")
            .get("gradients")
            .get("value")
            .get("data")
            .toString());
    // of values and indices, only the values can have one
    assertEquals(
        "[0.0,7.0]",
        good("{\"op\":\"top_k\",\"inputs\":{\"input\":[1,2]},\"cotangent\":{\"data\":[7]}}")
            .get("gradients")
            .get("input")
            .get("data")
            .toString());
  }

  @Test
  void gradientsAreComputedInFloat64AndRoundedOnce() {
    // tanh'(x) = 1 − tanh²x: in float32 the difference of near-equal numbers keeps few digits
    Tensor x = Tensor.of(DType.FLOAT32, Shape.of(1), 8);
    Call call = Call.of(OpRegistry.get("tanh"), List.of(x), Attributes.none());
    Tensor one = Tensor.of(DType.FLOAT32, Shape.of(1), 1);
    double exact = 1 / Math.pow(Math.cosh(8), 2);
    double got = WideGradients.of(call, List.of(one)).get(0).orElseThrow().toDoubles()[0];
    assertEquals(exact, got, 1e-6 * exact);
    assertEquals(DType.FLOAT32, WideGradients.of(call, List.of(one)).get(0).orElseThrow().dtype());
  }
}
