package dev.assay.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worked example: a program of steps and what the document prints of its results.
 *
 * @param document the document's path
 * @param id unique over all documents
 * @param section the document's section
 * @param about what the example shows
 * @param status whether the document can be taken at its word
 * @param note what was repaired, or what is right and why
 * @param inputs named tensors, each {@code {"dtype", "shape", "data"}}
 * @param steps the program
 * @param expect what must come out
 */
public record GoldenEntry(
    String document,
    String id,
    String section,
    String about,
    Status status,
    Optional<String> note,
    Map<String, JsonNode> inputs,
    List<GoldenStep> steps,
    List<Expectation> expect) {

  /** Whether a document can be taken at its word. */
  public enum Status {
    /** As printed. */
    VERBATIM("verbatim"),
    /** As printed, but for what the scan garbled. */
    OCR_CORRECTED("ocr-corrected"),
    /** The document is wrong. */
    ERRATUM("erratum");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The word in the files. */
    public String label() {
      return label;
    }
  }

  /** The operations that the steps call, each once, sorted. */
  public List<String> ops() {
    return steps.stream()
        .flatMap(GoldenStep::calls)
        .map(GoldenStep.Call::op)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether some step calls the operation. */
  public boolean uses(String op) {
    return ops().contains(op);
  }
}
