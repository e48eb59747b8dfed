package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.linalg.EinsumEquation.ELLIPSIS;
import static dev.assay.engine.ops.linalg.EinsumEquation.hasEllipsis;
import static dev.assay.engine.ops.linalg.EinsumEquation.letters;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code einsum}: Einstein's summation over labelled axes.
 *
 * <p>Derivative by operand {@code X}: the equation with {@code X} and the result exchanged. It is
 * taken in X's normal form, the axes of the ellipsis first and every label once: {@code T[…u] = Σ
 * dy·(the other operands)}; axes that broadcasting stretched are summed; then {@code T} is put back
 * into X's order, onto the diagonal where X repeats a label. A label that only X has was summed
 * out: ones in the shape of X's normal form bring it back.
 */
final class Einsum {
  static final Op OP =
      Op.define("einsum")
          .formula("output[labels] = Σ over all other labels of the product of the operands")
          .note(
              "Equation: terms of letters, \"ij,jk->ik\". Without \"->\" the result has the labels")
          .note("that occur once, sorted. Spaces do not count.")
          .note("A label twice in one operand takes the diagonal; twice in the result, writes it.")
          .note(
              "\"...\" stands for any number of axes, aligned right and broadcast. Integers wrap.")
          .inputList("operands", REALS, "one tensor per term")
          .attr("equation", Type.TEXT, "the terms of the operands, and that of the result")
          .require(
              Kind.ATTRIBUTE,
              "equation is terms of letters with at most one \"...\" each, separated by \",\", and"
                  + " optionally \"->\" and a term",
              o -> EinsumEquation.parse(o.attrs().text("equation")).isPresent())
          .require(
              Kind.ATTRIBUTE,
              "equation has one term per operand",
              o -> equation(o.attrs()).operands().size() == o.count())
          .require(
              Kind.ATTRIBUTE,
              "labels of the result occur in an operand; \"...\" stands in the result if in an"
                  + " operand",
              o -> equation(o.attrs()).isOutputDefined())
          .require(
              Kind.SHAPE,
              "every operand has one axis per label",
              o -> {
                List<String> terms = equation(o.attrs()).operands();
                return IntStream.range(0, o.count())
                    .allMatch(t -> EinsumEquation.fits(terms.get(t), o.shape(t).rank()));
              })
          .require(
              Kind.SHAPE,
              "axes with one label have one size",
              o -> Contraction.agree(shapes(o.inputs()), labels(o.inputs(), o.attrs()), false))
          .require(
              Kind.SHAPE,
              "axes of \"...\" broadcast",
              o -> Contraction.agree(shapes(o.inputs()), labels(o.inputs(), o.attrs()), true))
          .type(
              o ->
                  new TensorType(
                      o.dtype(0),
                      Contraction.shape(
                          shapes(o.inputs()),
                          labels(o.inputs(), o.attrs()),
                          outputLabels(o.inputs(), o.attrs()))))
          .kernel(c -> Contraction.run(c, labels(c)))
          .vjpEach("operands", Einsum::vjp)
          .build();

  private Einsum() {}

  private static EinsumEquation equation(Attributes attrs) {
    return EinsumEquation.parse(attrs.text("equation")).orElseThrow();
  }

  private static List<Shape> shapes(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::shape).toList();
  }

  private static List<int[]> labels(List<Tensor> tensors, Attributes attrs) {
    List<String> terms = equation(attrs).operands();
    return IntStream.range(0, tensors.size())
        .mapToObj(
            t ->
                EinsumEquation.axisLabels(
                    terms.get(t), EinsumEquation.ellipsisRank(terms.get(t), tensors.get(t).rank())))
        .toList();
  }

  static ContractionLabels labels(Call c) {
    return new ContractionLabels(
        labels(c.inputs(), c.attrs()), outputLabels(c.inputs(), c.attrs()));
  }

  private static int[] outputLabels(List<Tensor> tensors, Attributes attrs) {
    EinsumEquation e = equation(attrs);
    int ellipsisRank =
        IntStream.range(0, tensors.size())
            .map(t -> EinsumEquation.ellipsisRank(e.operands().get(t), tensors.get(t).rank()))
            .max()
            .orElse(0);
    return EinsumEquation.axisLabels(e.output(), ellipsisRank);
  }

  private static Tensor vjp(Pullback p, int i) {
    EinsumEquation e = equation(p.attrs());
    String own = e.operands().get(i);
    String normal = normalForm(own);
    List<String> terms = new ArrayList<>(e.operands());
    List<Tensor> factors = new ArrayList<>(p.call().inputs());
    terms.set(i, e.output());
    factors.set(i, p.dy());
    Tensor like = rearranged(p.x(i), own, normal);
    String known = String.join("", terms);
    if (normal.chars().anyMatch(label -> known.indexOf(label) < 0)) {
      terms.add(normal);
      factors.add(Creation.onesLike(like));
    }
    // the other operands' ellipsis needs a place in the result
    boolean stretched = hasEllipsis(known) && !hasEllipsis(normal);
    Tensor dx = einsum(EinsumEquation.text(terms, stretched ? ELLIPSIS + normal : normal), factors);
    return rearranged(Like.sumLike(dx, like), normal, own);
  }

  /** The ellipsis if the term has one, then its labels, each once. */
  private static String normalForm(String term) {
    StringBuilder s = new StringBuilder(hasEllipsis(term) ? String.valueOf(ELLIPSIS) : "");
    letters(term).chars().distinct().forEach(label -> s.append((char) label));
    return s.toString();
  }

  private static Tensor rearranged(Tensor x, String from, String to) {
    return from.equals(to) ? x : einsum(EinsumEquation.text(List.of(from), to), List.of(x));
  }

  static Tensor einsum(String equation, List<Tensor> operands) {
    return Dispatch.call(OP, Attributes.of("equation", equation), operands).get(0);
  }
}
