package dev.assay.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.backend.Devices;
import dev.assay.tck.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay devices}: what there is to run on. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the backends on the class path, the arithmetic each declares, and its devices with"
          + " all their names; calls go to the first where nothing names another.",
      "",
      "A backend without devices, and one that cannot be loaded, is listed with the reason."
    },
    footer = {"", "Example:", "  assay devices --json"})
final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text());
      return Assay.OK;
    }
    for (Backend b : Devices.backends()) {
      String devices = String.join(" ", b.details().stream().map(DeviceDetails::name).toList());
      String absence = b.absence();
      out.printf(
          Locale.ROOT,
          "%-12s %-10s %s%n",
          b.name(),
          b.precision(),
          absence.isEmpty() ? devices : "no devices: " + Assay.oneLine(absence));
      b.details().forEach(d -> print(d, out));
    }
    Devices.unavailable()
        .forEach(
            (name, reason) -> out.println("not loaded   " + name + ": " + Assay.oneLine(reason)));
    return Assay.OK;
  }

  /** A device of which more than the name is known. */
  private static void print(DeviceDetails d, PrintWriter out) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("driver", d.driver());
    rows.put("interface", d.version());
    rows.putAll(d.properties());
    rows.values().removeIf(String::isEmpty);
    if (d.aliases().isEmpty() && d.model().isEmpty() && rows.isEmpty()) {
      return;
    }
    out.println(
        "  "
            + String.join(" = ", d.names())
            + (d.model().isEmpty() ? "" : "  " + d.model())
            + ("  " + d.precision()));
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    rows.forEach(
        (name, value) ->
            out.println("    " + name + " ".repeat(width - name.length() + 2) + value));
  }

  private static String text() {
    return Json.text(
        g -> {
          g.writeStartObject();
          g.writeArrayFieldStart("backends");
          for (Backend b : Devices.backends()) {
            write(g, b);
          }
          g.writeEndArray();
          g.writeObjectFieldStart("not_loaded");
          for (Map.Entry<String, String> e : Devices.unavailable().entrySet()) {
            g.writeStringField(e.getKey(), e.getValue());
          }
          g.writeEndObject();
          g.writeEndObject();
        });
  }

  private static void write(JsonGenerator g, Backend b) throws IOException {
    g.writeStartObject();
    g.writeStringField("name", b.name());
    g.writeStringField("precision", b.precision().name());
    g.writeStringField("absence", b.absence());
    g.writeArrayFieldStart("devices");
    for (DeviceDetails d : b.details()) {
      g.writeString(d.name());
    }
    g.writeEndArray();
    g.writeArrayFieldStart("details");
    for (DeviceDetails d : b.details()) {
      write(g, d);
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void write(JsonGenerator g, DeviceDetails d) throws IOException {
    g.writeStartObject();
    g.writeStringField("name", d.name());
    g.writeArrayFieldStart("aliases");
    for (String alias : d.aliases()) {
      g.writeString(alias);
    }
    g.writeEndArray();
    g.writeStringField("model", d.model());
    g.writeStringField("driver", d.driver());
    g.writeStringField("version", d.version());
    g.writeStringField("precision", d.precision().name());
    g.writeObjectFieldStart("properties");
    for (Map.Entry<String, String> p : d.properties().entrySet()) {
      g.writeStringField(p.getKey(), p.getValue());
    }
    g.writeEndObject();
    g.writeEndObject();
  }
}
