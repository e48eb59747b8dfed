package dev.assay.tck.cases;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How one operation is exercised: its generator, and arguments that break each of its constraints.
 * Constraints on element types need no row here: the judge breaks them itself.
 */
public final class OpCases {
  private final String op;
  private final Function<Draw, Case> generator;
  private final List<Reject> rejects = new ArrayList<>();

  private OpCases(String op, Function<Draw, Case> generator) {
    this.op = op;
    this.generator = generator;
  }

  /** Cases whose arguments {@code generator} draws. */
  public static OpCases of(String op, Function<Draw, Case> generator) {
    return new OpCases(op, generator);
  }

  /** Cases of a function of one tensor. */
  public static OpCases unary(String op, Domain domain) {
    return of(op, d -> new Case(op, List.of(d.floats(d.shape(0, 3), domain)), Attributes.none()));
  }

  /** Cases of a function of two tensors that broadcast; either may be the smaller. */
  public static OpCases binary(String op, Domain x, Domain y) {
    return of(
            op,
            d -> {
              Shape full = d.shape(0, 3);
              Shape part = d.broadcastable(full);
              boolean swap = d.flip();
              return new Case(
                  op,
                  List.of(d.floats(swap ? part : full, x), d.floats(swap ? full : part, y)),
                  Attributes.none());
            })
        .reject("C4", Attributes.none(), tensor(2), tensor(3));
  }

  /** Arguments that break the given constraint. */
  public OpCases reject(String constraint, Attributes attrs, Tensor... inputs) {
    rejects.add(new Reject(constraint, List.of(inputs), attrs));
    return this;
  }

  /** A float32 tensor of ones of the given shape, for reject sets. */
  public static Tensor tensor(int... dims) {
    double[] ones = new double[Shape.of(dims).elements()];
    Arrays.fill(ones, 1);
    return Tensor.of(DType.FLOAT32, Shape.of(dims), ones);
  }

  /** The operation's name. */
  public String op() {
    return op;
  }

  /** A case from the decisions of {@code draw}. */
  public Case draw(Draw draw) {
    return generator.apply(draw);
  }

  /** The reject set. */
  public List<Reject> rejects() {
    return List.copyOf(rejects);
  }
}
