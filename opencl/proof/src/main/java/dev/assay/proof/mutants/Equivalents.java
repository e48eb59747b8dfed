package dev.assay.proof.mutants;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.proof.Calls;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.mutants.SourceMutant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Mutants that are no bugs: why, and the proof, which is by exhaustion. Of every operation that
 * uses the file, in every version of its kernels, all calls of {@link #DECISIONS} decisions of
 * three choices each, and the probes, are compared with the right kernels, bit for bit, between
 * guards.
 */
final class Equivalents {
  /** The method's name in a fate. */
  static final String EXHAUSTION = "exhaustion";

  private static final int DECISIONS = 6;
  private static final int OPTIONS = 3;

  /** float32, smooth and wild, and int32. */
  private static final int KINDS = 3;

  private static final Map<String, String> REASONS = new TreeMap<>();

  static {
    reason(
        "activations.cl",
        "tie",
        "return x > (T)0 ? (T)1 - lower : lower;",
        "at 0 both are a half, exactly");
    reason(
        "conv_filter_packed.cl",
        "clamp-dropped",
        "global const REAL* from = x + (max(under[o], 0) * c.groups + g) * c.in + c0;",
        "nothing is read from there where the cell lies over padding");
    reason(
        "conv_filter_packed.cl",
        "loop-longer",
        "for (int c0 = 0; c0 < c.in; c0 += BLOCK_ROWS) {",
        "the block that is one too many has no rows");
    for (String kind : List.of("and-or", "tie")) {
      reason(
          "conv_filter_tiled.cl",
          kind,
          "const REAL v = n0 + n < c.out && o < end ? dy[o * row + g * c.out + n0 + n] : 0;",
          "columns behind the last are not written, and of windows behind the last no element is"
              + " there");
    }
    reason(
        "conv_layout.cl",
        "guard-widened",
        "if (i < rows && j < columns) {",
        "the launch has no more columns than there are");
    reason(
        "conv_tiled.cl",
        "loop-longer",
        "for (int k0 = 0; k0 < steps; k0 += TILE_K, turn = 1 - turn) {",
        "the tile that is one too many holds zeros");
    for (String kind : List.of("and-or", "guard-dropped")) {
      reason(
          "conv_tiled.cl",
          kind,
          "if (n0 + n < columns && k0 + k < steps) {",
          "columns behind the last are not stored; behind the last step all patches are zeros, and"
              + " what is not finite is set apart");
    }
    reason(
        "conv_tiled.cl",
        "accumulator-start",
        "REAL v = 0;",
        "columns behind the last are not stored; behind the last step all patches are zeros");
    reason(
        "conv_tiled.cl",
        "minus-plus",
        "const int m = min(m0 + item / TILE_K + t * (ITEMS / TILE_K), rows - 1);",
        "the place of a row behind the last is not used");
    reason(
        "conv_tiled.cl",
        "tie",
        "const bool visited = at >= 0 && k0 + item_k < steps && m0 + m < rows;",
        "the row behind the last is not stored");
    reason(
        "depthwise.cl",
        "tie",
        "lanes[l] = l < left ? p[l * step] : 0;",
        "the lane behind the last is not stored");
    reason(
        "extremes.cl",
        "tie",
        "#define EXPONENT_OF(m) ((m) > 0 && isfinite(m) ? ilogb(m) : 0)",
        "where the greatest magnitude is 0 all are, and zeros scaled are zeros");
    reason(
        "extremes.cl",
        "and-or",
        "#define EXPONENT_OF(m) ((m) > 0 && isfinite(m) ? ilogb(m) : 0)",
        "zeros scaled are zeros, and where an element is infinite so is the norm");
    reason(
        "register_block.cl",
        "tie",
        "edge[i * BLOCK_COLUMNS + j] = at[i] >= 0 && j < columns ? c[at[i] + j] : 0;",
        "the column behind the last is not stored");
    for (String kind : List.of("guard-widened", "guard-dropped", "and-or")) {
      reason(
          "copy.cl",
          kind,
          "if (corner0 + down < n0 && corner1 + across < n1) {",
          "places of the square behind an edge are not read: the second guard sees to it");
    }
  }

  private Equivalents() {}

  private static void reason(String file, String kind, String right, String why) {
    REASONS.put(file + " " + kind + " " + right, why);
  }

  /** Why a mutant is said to be no bug; nothing where it is one. */
  static Optional<String> reason(SourceMutant m) {
    return Optional.ofNullable(REASONS.get(m.file() + " " + m.kind() + " " + m.right().strip()));
  }

  /** How many calls there are of an operation. */
  static int calls() {
    return (int) Math.pow(OPTIONS, DECISIONS) * KINDS;
  }

  /** Where a suspect differs from the control in a call of an operation; nothing if nowhere. */
  static Optional<String> difference(String op, Suspect suspect, Suspect control) {
    for (Call probe : Probes.calls(op)) {
      if (!same(probe, suspect, control)) {
        return Optional.of("call " + probe);
      }
    }
    int lists = calls() / KINDS;
    for (int n = 0; n < lists; n++) {
      int[] decisions = new int[DECISIONS];
      for (int d = 0, rest = n; d < DECISIONS; d++, rest /= OPTIONS) {
        decisions[d] = rest % OPTIONS;
      }
      for (Optional<Call> call :
          List.of(
              Calls.of(op, DType.FLOAT32, Choices.of(decisions)),
              Calls.wild(op, Choices.of(decisions)),
              Calls.of(op, DType.INT32, Choices.of(decisions)))) {
        if (call.isPresent() && !same(call.get(), suspect, control)) {
          return Optional.of("call " + call.get());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean same(Call call, Suspect suspect, Suspect control) {
    return Battery.scoped(
        () -> {
          List<Tensor> a = Calls.run(suspect.backend(), call);
          List<Tensor> b = Calls.run(control.backend(), call);
          return Calls.same(a, b) && suspect.guards().violations().isEmpty();
        });
  }
}
