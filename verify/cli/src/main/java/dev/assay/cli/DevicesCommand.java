package dev.assay.cli;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.tck.json.Json;
import java.io.PrintWriter;
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
      "Lists the backends on the class path, the arithmetic each declares, and its devices.",
      "",
      "A backend that is there but cannot be loaded is listed with the reason."
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
      out.printf(
          Locale.ROOT, "%-12s %-10s %s%n", b.name(), b.precision(), String.join(" ", b.devices()));
    }
    Devices.unavailable()
        .forEach((name, reason) -> out.println("not loaded   " + name + ": " + reason));
    return Assay.OK;
  }

  private static String text() {
    return Json.text(
        g -> {
          g.writeStartObject();
          g.writeArrayFieldStart("backends");
          for (Backend b : Devices.backends()) {
            g.writeStartObject();
            g.writeStringField("name", b.name());
            g.writeStringField("precision", b.precision().name());
            g.writeArrayFieldStart("devices");
            for (String device : b.devices()) {
              g.writeString(device);
            }
            g.writeEndArray();
            g.writeEndObject();
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
}
