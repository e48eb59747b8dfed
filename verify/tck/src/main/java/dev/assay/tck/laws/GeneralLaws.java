package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.OpCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Laws that whole classes of operations obey, one per operation of the class. */
final class GeneralLaws {
  private GeneralLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    for (Op op : OpRegistry.all()) {
      Optional<Spec> spec = SpecRegistry.find(op.name());
      Optional<OpCases> cases = CaseRegistry.find(op.name());
      if (spec.isPresent() && cases.isPresent() && !spec.get().affine().isEmpty()) {
        laws.add(scaling(op, spec.get(), cases.get()));
      }
      if (OpRegistry.family(op).equals("elementwise")
          && op.attributes().isEmpty()
          && op.isDifferentiable()
          && op.inputs().stream().allMatch(i -> i.arity() == InputSpec.Arity.ONE)
          && !op.name().equals("cross")) {
        laws.add(rows(op));
      }
    }
    return laws;
  }

  /**
   * Multiplying an argument by a power of two is exact in binary arithmetic and commutes with every
   * rounding, so that a linear operation gives its result times that power, bit for bit, whatever
   * the order of its sums.
   */
  private static Law scaling(Op op, Spec spec, OpCases cases) {
    return Law.of(
        "scaling." + op.name(),
        op.name() + "(2ᵏx) = 2ᵏ·" + op.name() + "(x) where it is linear",
        op.name(),
        c -> {
          Case kase = cases.draw(c.draw());
          int k = c.draw().between(1, 5);
          for (int i = 0; i < kase.inputs().size(); i++) {
            if (spec.affine().contains(i) && kase.inputs().get(i).dtype().isContinuous()) {
              scaled(c, kase, i, k);
            }
          }
        });
  }

  private static void scaled(LawCase c, Case kase, int i, int k) {
    Tensor x = kase.inputs().get(i);
    List<Term> atZero = run(c, kase, i, Tensor.zeros(x.dtype(), x.shape()));
    for (Term y : atZero) {
      if (y.value().dtype().isContinuous() && !isZero(y.value())) {
        return; // affine, with a constant part
      }
    }
    List<Term> once = run(c, kase, i, x);
    List<Term> often = run(c, kase, i, c.scaled(c.of(x), k).value());
    for (int j = 0; j < once.size(); j++) {
      // integers among the results say which elements were taken: no multiple of anything
      boolean linear = once.get(j).value().dtype().isContinuous();
      c.same(often.get(j), linear ? c.scaled(once.get(j), k) : once.get(j));
    }
  }

  private static List<Term> run(LawCase c, Case kase, int i, Tensor replacement) {
    List<Term> inputs = new ArrayList<>();
    for (int n = 0; n < kase.inputs().size(); n++) {
      inputs.add(c.of(n == i ? replacement : kase.inputs().get(n)));
    }
    return c.all(kase.op(), kase.attrs(), inputs.toArray(new Term[0]));
  }

  private static boolean isZero(Tensor t) {
    for (double v : t.toDoubles()) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  /** An elementwise function of rows in another order is its rows in that order. */
  private static Law rows(Op op) {
    return Law.of(
        "rows." + op.name(),
        op.name() + " of rows in another order = its rows in that order",
        op.name(),
        c -> {
          int n = c.draw().positiveSize();
          Shape shape = Shape.of(n).concat(c.draw().shape(0, 2));
          int[] order = c.permutation(n).value().toInts();
          Term[] straight = new Term[op.inputs().size()];
          Term[] moved = new Term[straight.length];
          for (int i = 0; i < straight.length; i++) {
            straight[i] = c.floats(shape, REAL);
            moved[i] = reordered(straight[i], order);
          }
          c.alike(c.op(op.name(), moved), reordered(c.op(op.name(), straight), order));
        });
  }

  /** The rows in another order, by the judge itself. */
  static Term reordered(Term x, int[] order) {
    double[] v = x.value().toDoubles();
    double[] out = new double[v.length];
    int row = v.length / order.length;
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(v, order[i] * row, out, i * row, row);
    }
    return new Term(
        Tensor.of(x.shape(), HostStorage.ofDoubles(x.value().dtype(), out)),
        () -> {
          SpecTensor<Bounded> all = x.bounds();
          return SpecTensor.of(x.shape(), i -> all.get(order[i / row] * row + i % row));
        });
  }
}
