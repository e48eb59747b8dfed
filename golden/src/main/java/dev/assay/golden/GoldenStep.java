package dev.assay.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step of a program: it binds names to tensors. */
public sealed interface GoldenStep {
  /** The names it binds. */
  List<String> out();

  /**
   * An operation.
   *
   * @param in bound names by the names of the signature
   */
  record Call(String op, Map<String, String> in, Map<String, JsonNode> attrs, List<String> out)
      implements GoldenStep {}

  /**
   * Gradients of {@code Σ⟨seed, of⟩} by each of {@code wrt}.
   *
   * @param seed a bound name; ones where absent
   */
  record Gradient(String of, List<String> wrt, Optional<String> seed, List<String> out)
      implements GoldenStep {}

  /** All partial derivatives; the shape is that of {@code of}, then that of {@code wrt}. */
  record Jacobian(String of, String wrt, List<String> out) implements GoldenStep {}

  /** All second partial derivatives of one number; the shape is that of {@code wrt}, twice. */
  record Hessian(String of, String wrt, List<String> out) implements GoldenStep {}
}
