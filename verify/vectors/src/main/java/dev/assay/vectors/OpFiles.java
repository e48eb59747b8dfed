package dev.assay.vectors;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.json.AttributeJson;
import dev.assay.tck.json.Json;
import dev.assay.tck.judge.Declared;
import dev.assay.tck.judge.FrozenCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of one operation.
 *
 * @param op the operation's name
 * @param cases how many there are
 * @param gradients how many of them have gradients
 * @param products how many of them have second-order products
 * @param files contents by name
 */
record OpFiles(String op, int cases, int gradients, int products, Map<String, byte[]> files) {
  /** Draws and writes the cases of {@code op}. */
  static OpFiles of(Op op, long seed, int cases, List<Declared> arithmetics) {
    List<Drawing> drawn = Drawing.of(op, seed, cases, arithmetics);
    Pools pools = new Pools();
    StringBuilder text = new StringBuilder();
    text.append("{\"op\":\"").append(op.name()).append("\",\"cases\":[");
    for (int i = 0; i < drawn.size(); i++) {
      Drawing d = drawn.get(i);
      int number = i;
      text.append(i == 0 ? "\n" : ",\n").append(Json.text(g -> write(g, number, d, pools)));
    }
    text.append("\n]}\n");
    Map<String, byte[]> files = new TreeMap<>(pools.files());
    files.put(Layout.CASES, text.toString().getBytes(StandardCharsets.UTF_8));
    return new OpFiles(
        op.name(),
        drawn.size(),
        (int) drawn.stream().filter(d -> !d.frozen().gradients().isEmpty()).count(),
        (int) drawn.stream().filter(d -> !d.frozen().products().isEmpty()).count(),
        files);
  }

  private static void write(JsonGenerator g, int number, Drawing d, Pools pools)
      throws IOException {
    FrozenCase c = d.frozen();
    Call call = c.kase().call();
    g.writeStartObject();
    g.writeNumberField("number", number);
    g.writeStringField("id", d.token().toString());
    g.writeFieldName("attributes");
    AttributeJson.write(g, call.attrs());
    g.writeArrayFieldStart("inputs");
    for (int i = 0; i < call.count(); i++) {
      given(g, FrozenCase.name(call, i), call.in(i), pools);
    }
    g.writeEndArray();
    wanted(g, "results", Part.RESULT, number, c.results(), pools);
    if (!c.gradients().isEmpty()) {
      g.writeArrayFieldStart("cotangents");
      for (int j = 0; j < c.cotangents().size(); j++) {
        given(g, Integer.toString(j), c.cotangents().get(j), pools);
      }
      g.writeEndArray();
      wanted(g, "gradients", Part.GRADIENT, number, c.gradients(), pools);
    }
    if (!c.products().isEmpty()) {
      g.writeArrayFieldStart("directions");
      for (int i = 0; i < c.directions().size(); i++) {
        given(g, c.products().get(i).name(), c.directions().get(i), pools);
      }
      g.writeEndArray();
      wanted(g, "products", Part.PRODUCT, number, c.products(), pools);
    }
    g.writeEndObject();
  }

  private static void given(JsonGenerator g, String name, Tensor t, Pools pools)
      throws IOException {
    g.writeStartObject();
    g.writeStringField("name", name);
    place(g, t, pools);
    g.writeEndObject();
  }

  private static void wanted(
      JsonGenerator g,
      String field,
      Part part,
      int number,
      List<FrozenCase.Frozen> tensors,
      Pools pools)
      throws IOException {
    g.writeArrayFieldStart(field);
    for (FrozenCase.Frozen f : tensors) {
      g.writeStartObject();
      g.writeStringField("name", f.name());
      g.writeStringField("file", part.file(number, f.name()));
      place(g, f.want(), pools);
      if (!f.bounds().isEmpty()) {
        g.writeArrayFieldStart("bounds");
        for (double[] b : f.bounds()) {
          g.writeNumber(pools.addBounds(f.want().dtype(), b));
        }
        g.writeEndArray();
      }
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void place(JsonGenerator g, Tensor t, Pools pools) throws IOException {
    g.writeStringField("dtype", t.dtype().label());
    g.writeFieldName("shape");
    g.writeArray(t.shape().dims(), 0, t.rank());
    g.writeNumberField("at", pools.add(t));
  }
}
