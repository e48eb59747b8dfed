package dev.assay.tck.mutants;

import dev.assay.engine.ValueException;
import dev.assay.tck.Suite;
import dev.assay.tck.json.Json;
import dev.assay.tck.mutants.Fate.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which mutants of a backend's texts were found: file by kind.
 *
 * @param backend whose texts
 * @param fates what became of each mutant
 */
public record KillMatrix(String backend, List<Fate> fates) {
  /**
   * Looks for all mutants of a backend.
   *
   * @throws ValueException if nobody has made any
   */
  public static KillMatrix of(String backend, Suite.Progress progress) {
    MutantSource source =
        ServiceLoader.load(MutantSource.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(s -> s.backend().equals(backend))
            .findFirst()
            .orElseThrow(() -> new ValueException("there are no mutants of backend " + backend));
    List<SourceMutant> mutants = source.mutants();
    progress.expect(mutants.size());
    return new KillMatrix(
        backend,
        source.run(
            mutants,
            fate -> {
              progress.begin(fate.mutant().id());
              progress.end(fate.mutant().id());
            }));
  }

  /** How many mutants had this fate. */
  public long count(Status status) {
    return fates.stream().filter(f -> f.status() == status).count();
  }

  /** Whether there are mutants, and each is found or proved to be no bug. */
  public boolean passed() {
    return count(Status.KILLED) > 0 && count(Status.SURVIVED) == 0;
  }

  /** {@code verdict PASS backend=… mutants=… killed=… equivalent=… survived=0}. */
  public String line() {
    return "verdict "
        + (passed() ? "PASS" : "FAIL")
        + (" backend=" + backend)
        + (" mutants=" + (fates.size() - count(Status.STILLBORN)))
        + (" killed=" + count(Status.KILLED))
        + (" equivalent=" + count(Status.EQUIVALENT))
        + (" survived=" + count(Status.SURVIVED));
  }

  /** Found or equivalent of all, for each kind and file; survivors below. */
  public String text() {
    TreeSet<String> kinds = new TreeSet<>();
    Map<String, Map<String, List<Fate>>> cells = new TreeMap<>();
    for (Fate f : live()) {
      kinds.add(f.mutant().kind());
      cells
          .computeIfAbsent(f.mutant().file(), file -> new TreeMap<>())
          .computeIfAbsent(f.mutant().kind(), kind -> new ArrayList<>())
          .add(f);
    }
    List<String> files = List.copyOf(cells.keySet());
    StringBuilder out = new StringBuilder("found, or proved equivalent (=), of all\n");
    for (String file : files) {
      out.append('\n').append(file).append('\n');
      for (String kind : kinds) {
        List<Fate> cell = cells.get(file).getOrDefault(kind, List.of());
        if (!cell.isEmpty()) {
          out.append(String.format(Locale.ROOT, "  %-24s %s%n", kind, cell(cell)));
        }
      }
    }
    out.append("\nfound by\n");
    live().stream()
        .filter(f -> f.status() == Status.KILLED)
        .collect(Collectors.groupingBy(Fate::by, TreeMap::new, Collectors.counting()))
        .forEach((by, n) -> out.append(String.format(Locale.ROOT, "  %-24s %d%n", by, n)));
    for (Status status : List.of(Status.EQUIVALENT, Status.SURVIVED)) {
      List<Fate> these = fates.stream().filter(f -> f.status() == status).toList();
      if (!these.isEmpty()) {
        out.append('\n').append(status.name().toLowerCase(Locale.ROOT)).append('\n');
        these.forEach(f -> out.append("  ").append(f).append('\n'));
      }
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static String cell(List<Fate> fates) {
    long found = fates.stream().filter(f -> f.status() == Status.KILLED).count();
    long equivalent = fates.stream().filter(f -> f.status() == Status.EQUIVALENT).count();
    return found + (equivalent > 0 ? " + " + equivalent + "=" : "") + " of " + fates.size();
  }

  private List<Fate> live() {
    return fates.stream().filter(f -> f.status() != Status.STILLBORN).toList();
  }

  /** Everything, for machines. */
  public String json() {
    return Json.text(
        g -> {
          g.useDefaultPrettyPrinter();
          g.writeStartObject();
          g.writeStringField("backend", backend);
          g.writeBooleanField("passed", passed());
          for (Status status : Status.values()) {
            g.writeNumberField(status.name().toLowerCase(Locale.ROOT), count(status));
          }
          g.writeArrayFieldStart("mutants");
          for (Fate f : fates) {
            g.writeStartObject();
            g.writeStringField("id", f.mutant().id());
            g.writeStringField("file", f.mutant().file());
            g.writeNumberField("line", f.mutant().line());
            g.writeStringField("kind", f.mutant().kind());
            g.writeStringField("right", f.mutant().right().strip());
            g.writeStringField("wrong", f.mutant().wrong().strip());
            g.writeStringField("status", f.status().name());
            g.writeStringField("by", f.by());
            g.writeStringField("detail", f.detail());
            g.writeEndObject();
          }
          g.writeEndArray();
          g.writeEndObject();
        });
  }
}
