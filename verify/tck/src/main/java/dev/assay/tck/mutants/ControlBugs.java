package dev.assay.tck.mutants;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Bugs of what passes tensors on: the wrong one, a changed one, a gradient that stops. */
final class ControlBugs {
  private ControlBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (Bug bug : List.of(Bug.HALF_PRECISION, Bug.TAIL_SKIPPED, Bug.UNSIGNED, Bug.EXTRA_AXIS)) {
      m.add(
          Mutant.kernel(
              "print", "kernel " + bug, (call, right) -> right.stream().map(bug::on).toList()));
    }
    for (String op : List.of("print", "identity_n")) {
      for (Bug bug : List.of(Bug.ZEROS, Bug.NEGATED, Bug.SCALED)) {
        m.add(
            Mutant.derivative(
                op,
                "derivative " + bug,
                (call, dy, right) -> right.stream().map(g -> g.map(bug::on)).toList()));
      }
    }
    m.add(Mutant.kernel("identity_n", "in reverse", (call, right) -> reversed(right)));
    m.add(
        Mutant.derivative(
            "identity_n", "cotangents in reverse", (call, dy, right) -> reversed(right)));
    m.add(
        Mutant.kernel(
            "identity_n",
            "the first everywhere",
            (call, right) -> Collections.nCopies(right.size(), right.get(0))));
    for (String op : List.of("assert", "assert_equal", "assert_rank")) {
      m.add(Mutant.kernel(op, "false", (call, right) -> List.of(Tensor.of(false))));
    }
    return m;
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    Collections.reverse(copy);
    return copy;
  }
}
