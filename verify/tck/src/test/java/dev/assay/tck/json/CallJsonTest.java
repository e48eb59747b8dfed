package dev.assay.tck.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.AssayException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written as a request reads back as the same call. */
class CallJsonTest {
  private static final int CASES = 4;

  private static String text(Call call) {
    return Json.text(
        g -> {
          g.writeStartObject();
          CallJson.write(g, call);
          g.writeEndObject();
        });
  }

  private static void roundTrips(Call call) {
    String text = text(call);
    Call back = CallJson.read(Json.read(text));
    assertEquals(call.op().name(), back.op().name());
    assertEquals(call.count(), back.count(), text);
    for (int i = 0; i < call.count(); i++) {
      assertTrue(same(call.in(i), back.in(i)), text);
    }
    assertTrue(same(call.attrs(), back.attrs()), text);
  }

  private static boolean same(Attributes a, Attributes b) {
    return a.asMap().keySet().equals(b.asMap().keySet())
        && a.asMap().entrySet().stream()
            .allMatch(e -> same(e.getValue(), b.asMap().get(e.getKey())));
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Tensor s && b instanceof Tensor t) {
      return s.dtype() == t.dtype() && s.shape().equals(t.shape()) && s.sameAs(t);
    }
    if (a instanceof List<?> s && b instanceof List<?> t) {
      return s.size() == t.size()
          && Stream.iterate(0, i -> i < s.size(), i -> i + 1)
              .allMatch(i -> same(s.get(i), t.get(i)));
    }
    return a.equals(b); // of Double: bit for bit
  }

  static List<String> operations() {
    return OpRegistry.all().stream().map(Op::name).toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyCaseOfEveryOperationReadsBack(String op) {
    int count = 0;
    for (Draw.Values values : Draw.Values.SMALL) {
      for (DType dtype : DType.values()) {
        for (int i = 0; i < CASES; i++) {
          Choices choices = i == 0 ? Choices.of(new int[0]) : Choices.seeded(i);
          Call call;
          try {
            call =
                CaseRegistry.find(op).orElseThrow().draw(new Draw(choices, dtype, values)).call();
          } catch (AssayException | IllegalArgumentException e) {
            continue; // no operation takes every type
          }
          roundTrips(call);
          count++;
        }
      }
    }
    assertTrue(count >= CASES, op + ": " + count + " cases");
    for (HardPoint p : OpRegistry.get(op).hardPoints()) {
      roundTrips(Call.of(OpRegistry.get(op), p.inputs(), p.attrs()));
    }
  }

  @Property(tries = 200)
  void everyNumberIsExactInBinary64(@ForAll int bits) {
    float x = Float.intBitsToFloat(bits);
    Tensor t = Tensor.of(DType.FLOAT32, Shape.of(1), x);
    JsonNode data =
        Json.read(text(Call.of(OpRegistry.get("neg"), List.of(t), Attributes.none())))
            .path("inputs")
            .path("x")
            .path("data")
            .path(0);
    double read = data.isTextual() ? Double.parseDouble(data.textValue()) : data.doubleValue();
    assertEquals((double) x, read);
  }

  @Test
  void zerosHaveSignsAndStringsAnyBytes() {
    roundTrips(
        Call.of(
            OpRegistry.get("neg"),
            List.of(
                Tensor.of(
                    DType.FLOAT32, Shape.of(4), -0.0, Float.MIN_VALUE, Float.MAX_VALUE, 0x1p-126)),
            Attributes.none()));
    roundTrips(
        Call.of(
            OpRegistry.get("string_length"),
            List.of(Tensor.of(Shape.of(3), HostStorage.ofBytes(new byte[][] {{-1, 0}, {}, {10}}))),
            Attributes.none()));
  }

  @Test
  void requestsAreInFull() {
    Tensor x = Tensor.of(new float[][] {{1}, {0.1f}});
    assertEquals(
        "{\"op\":\"concat\",\"inputs\":{\"0\":{\"dtype\":\"float32\",\"shape\":[2,1],\"data\":"
            + "[1.0,0.10000000149011612]},\"1\":{\"dtype\":\"float32\",\"shape\":[2,1],\"data\":"
            + "[1.0,0.10000000149011612]}},\"attrs\":{\"axis\":1}}",
        text(Call.of(OpRegistry.get("concat"), List.of(x, x), Attributes.none().and("axis", 1L))));
  }
}
