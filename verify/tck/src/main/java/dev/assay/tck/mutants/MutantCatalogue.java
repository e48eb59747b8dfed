package dev.assay.tck.mutants;

import static dev.assay.tck.mutants.Bug.EXTRA_AXIS;
import static dev.assay.tck.mutants.Bug.HALF_PRECISION;
import static dev.assay.tck.mutants.Bug.MEAN_FOR_SUM;
import static dev.assay.tck.mutants.Bug.NEGATED;
import static dev.assay.tck.mutants.Bug.OFF_BY_ONE;
import static dev.assay.tck.mutants.Bug.ONE_ENTRY;
import static dev.assay.tck.mutants.Bug.SCALED;
import static dev.assay.tck.mutants.Bug.SHIFTED;
import static dev.assay.tck.mutants.Bug.SINGLE_PRECISION;
import static dev.assay.tck.mutants.Bug.TAIL_CLAMPED;
import static dev.assay.tck.mutants.Bug.TAIL_SKIPPED;
import static dev.assay.tck.mutants.Bug.TRANSPOSED;
import static dev.assay.tck.mutants.Bug.TRUNCATED;
import static dev.assay.tck.mutants.Bug.UNSIGNED;
import static dev.assay.tck.mutants.Bug.ZEROS;

import java.util.ArrayList;
import java.util.List;

/** The bugs that the judge must find, each in one operation. None is equivalent to the original. */
public final class MutantCatalogue {
  private final List<Mutant> mutants = new ArrayList<>();

  private MutantCatalogue() {}

  /** All mutants. */
  public static List<Mutant> all() {
    MutantCatalogue c = new MutantCatalogue();
    c.wrongKernels();
    c.wrongDerivatives();
    c.mutants.addAll(ConventionBugs.all());
    c.mutants.addAll(StringBugs.all());
    c.mutants.addAll(RandomBugs.all());
    c.mutants.addAll(ImageBugs.all());
    c.mutants.addAll(PoolBugs.all());
    c.mutants.addAll(ConvBugs.all());
    c.mutants.addAll(DecompositionBugs.all());
    c.mutants.addAll(SignalBugs.all());
    c.mutants.addAll(NormalizationBugs.all());
    c.mutants.addAll(ControlBugs.all());
    c.mutants.addAll(TrainBugs.all());
    return List.copyOf(c.mutants);
  }

  private void wrongKernels() {
    kernels("matmul", SCALED, NEGATED, TAIL_SKIPPED, HALF_PRECISION, TRANSPOSED, MEAN_FOR_SUM);
    kernels("add", SHIFTED, TAIL_CLAMPED, OFF_BY_ONE, SINGLE_PRECISION);
    kernels("multiply", SCALED, UNSIGNED, TRUNCATED);
    kernels("exp", SCALED, SHIFTED, SINGLE_PRECISION, ONE_ENTRY);
    kernels("tanh", NEGATED, HALF_PRECISION, TRUNCATED);
    kernels("erf", SHIFTED, SINGLE_PRECISION);
    kernels("lgamma", UNSIGNED, SCALED);
    kernels("reduce_sum", MEAN_FOR_SUM, HALF_PRECISION, OFF_BY_ONE);
    kernels("reduce_variance", SCALED, SHIFTED);
    kernels("cumsum", TAIL_SKIPPED, OFF_BY_ONE);
    kernels("transpose", TRANSPOSED, ONE_ENTRY, OFF_BY_ONE);
    kernels("concat", OFF_BY_ONE, TAIL_CLAMPED);
    kernels("gather", TAIL_SKIPPED, OFF_BY_ONE);
    kernels("pad", TAIL_CLAMPED, OFF_BY_ONE);
    kernels("softmax", SCALED, TRANSPOSED, TAIL_SKIPPED, SINGLE_PRECISION);
    kernels("sigmoid", SHIFTED, SINGLE_PRECISION);
    kernels("sigmoid_cross_entropy_with_logits", SCALED, NEGATED);
    kernels("softmax_cross_entropy_with_logits", SHIFTED, MEAN_FOR_SUM);
    kernels("einsum", TRANSPOSED, NEGATED);
  }

  private void wrongDerivatives() {
    derivatives("matmul", SCALED, NEGATED, TRANSPOSED, ONE_ENTRY, MEAN_FOR_SUM, EXTRA_AXIS);
    derivatives("add", NEGATED, EXTRA_AXIS, TAIL_SKIPPED);
    derivatives("multiply", SCALED, ZEROS, OFF_BY_ONE, SINGLE_PRECISION);
    derivatives("divide", NEGATED, SCALED, TAIL_CLAMPED);
    derivatives("exp", SCALED, HALF_PRECISION, ONE_ENTRY);
    derivatives("tanh", SHIFTED, UNSIGNED, SINGLE_PRECISION);
    derivatives("sqrt", SCALED, NEGATED);
    derivatives("pow", ZEROS, ONE_ENTRY);
    derivatives("digamma", SCALED, SHIFTED);
    derivatives("reduce_sum", MEAN_FOR_SUM, TAIL_SKIPPED, ZEROS);
    derivatives("reduce_mean", SCALED, NEGATED);
    derivatives("reduce_max", TAIL_CLAMPED, ZEROS);
    derivatives("reduce_prod", SCALED, OFF_BY_ONE);
    derivatives("reduce_logsumexp", SHIFTED, NEGATED);
    derivatives("cumsum", OFF_BY_ONE, TRANSPOSED);
    derivatives("transpose", TRANSPOSED, OFF_BY_ONE);
    derivatives("concat", TAIL_SKIPPED, OFF_BY_ONE);
    derivatives("gather", MEAN_FOR_SUM, TAIL_SKIPPED);
    derivatives("pad", OFF_BY_ONE, ONE_ENTRY);
    derivatives("strided_slice", TRANSPOSED, TAIL_CLAMPED);
    derivatives("softmax", NEGATED, SHIFTED, ONE_ENTRY);
    derivatives("log_softmax", SCALED, ZEROS);
    derivatives("sigmoid", UNSIGNED, SCALED);
    derivatives("bias_add", MEAN_FOR_SUM, TAIL_SKIPPED);
    derivatives("softmax_cross_entropy_with_logits", SCALED, TRANSPOSED);
    derivatives("mean_squared_error", MEAN_FOR_SUM, NEGATED);
    derivatives("l2_normalize", SCALED, ONE_ENTRY);
    derivatives("einsum", TRANSPOSED, SCALED);
  }

  private void kernels(String op, Bug... bugs) {
    mutants.addAll(Mutant.kernels(op, bugs));
  }

  private void derivatives(String op, Bug... bugs) {
    mutants.addAll(Mutant.derivatives(op, bugs));
    boolean twoInputs = List.of("matmul", "multiply", "divide", "pow").contains(op);
    for (Bug bug : bugs) {
      if (twoInputs) {
        mutants.add(
            Mutant.derivative(
                op,
                "derivative " + bug + " of the second input only",
                (call, dy, right) -> List.of(right.get(0), right.get(1).map(bug::on))));
      }
    }
  }
}
