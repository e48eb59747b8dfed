package dev.assay.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of a program: it binds names to tensors. */
public sealed interface GoldenStep {
  /** The names it binds. */
  List<String> out();

  /** The calls that it makes, those of a body included. */
  default Stream<Call> calls() {
    return this instanceof Call c
        ? Stream.of(c)
        : this instanceof Repeat r ? r.body().stream().flatMap(GoldenStep::calls) : Stream.empty();
  }

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

  /**
   * Steps that run several times. They see every name that is bound outside; what they bind is
   * forgotten after the iteration, but for what is carried into the next one and what is kept.
   *
   * @param times ≥ 1
   * @param carry by a name that is bound outside, the name of the body whose value it has from the
   *     second iteration on
   * @param body the steps
   * @param keep what stays bound afterwards
   */
  record Repeat(int times, Map<String, String> carry, List<GoldenStep> body, List<Keep> keep)
      implements GoldenStep {
    @Override
    public List<String> out() {
      return keep.stream().flatMap(k -> k.out().stream()).toList();
    }
  }

  /**
   * Values that one name of a body had.
   *
   * @param of the name
   * @param at after which iterations, counted from 1
   * @param out the name of each such value
   */
  record Keep(String of, List<Integer> at, List<String> out) {}
}
