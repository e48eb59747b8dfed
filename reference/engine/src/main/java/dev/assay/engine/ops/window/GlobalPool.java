package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of pools whose window is the whole image: reductions along its spatial axes. */
final class GlobalPool {
  private static final List<String> FORMATS =
      List.of("NHWC", "NCHW", "NWC", "NCW", "NDHWC", "NCDHW");

  static final Op AVERAGE =
      row(
          "global_average_pool",
          "output[n, c] = Σ input[n, i, c] / m over the m positions i",
          "reduce_mean along the spatial axes: NaN where there is no position.",
          FLOATS,
          "reduce_mean");

  static final Op MAX =
      row(
          "global_max_pool",
          "output[n, c] = max input[n, i, c] over the positions i",
          "reduce_max along the spatial axes: ties share the cotangent equally, where max_pool"
              + " gives it to the first; −Inf where there is no position.",
          REALS,
          "reduce_max");

  static final List<Op> ROWS = List.of(AVERAGE, MAX);

  private GlobalPool() {}

  private static Op row(
      String name, String formula, String note, Set<DType> dtypes, String reduction) {
    return Op.define(name)
        .formula(formula)
        .note(note)
        .input("input", dtypes, "[N, spatial axes, C] or channels first")
        .choice("data_format", FORMATS, "the order of the axes")
        .attr("keepdims", Type.BOOL, false, "whether the spatial axes stay, of size 1")
        .require(
            Kind.SHAPE,
            "input.rank is the length of data_format",
            o -> o.shape(0).rank() == o.attrs().text("data_format").length())
        .shape(o -> reduced(reduction, o.inputs(), o.attrs()).outputs())
        .kernel(c -> reduced(reduction, c.inputs(), c.attrs()).runReference())
        .vjp(
            "input",
            p ->
                Vjps.byRule(
                        reduced(reduction, p.call().inputs(), p.attrs()),
                        p.outputs(),
                        p.cotangents())
                    .get(0)
                    .orElseThrow())
        .build();
  }

  /** The call of the reduction that a pool is. */
  private static Call reduced(String reduction, List<Tensor> inputs, Attributes attrs) {
    int rank = inputs.get(0).rank();
    int first = attrs.text("data_format").charAt(1) == 'C' ? 2 : 1;
    int[] axes = IntStream.range(first, first + rank - 2).toArray();
    return Call.of(
        OpRegistry.get(reduction),
        inputs,
        Attributes.of("axis", axes).and("keepdims", attrs.flag("keepdims")));
  }

  static Tensor average(Tensor input, Attributes attrs) {
    return Dispatch.one(AVERAGE, attrs, input);
  }

  static Tensor max(Tensor input, Attributes attrs) {
    return Dispatch.one(MAX, attrs, input);
  }
}
