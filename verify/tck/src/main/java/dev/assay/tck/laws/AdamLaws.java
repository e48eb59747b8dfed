package dev.assay.tck.laws;

import dev.assay.engine.op.Attributes;
import java.util.List;

/** Adam and its kin, one by another. */
final class AdamLaws {
  private static final Attributes NESTEROV = Attributes.of("use_nesterov", true);

  private AdamLaws() {}

  static List<Law> all() {
    return List.of(
        TrainStep.law(
            "adam-first",
            "Adam's first step goes by the sign",
            "apply_adam apply_gradient_descent sign",
            d -> d.c().equal(firstAdam(d).get(0), d.signStep())),
        TrainStep.law(
            "adam-forgetful",
            "Adam without a past divides the gradient by its size and epsilon",
            "abs add apply_adam apply_gradient_descent divide",
            d -> {
              Term zero = d.number(0);
              Term epsilon = d.share();
              List<Term> y =
                  d.step(
                      "apply_adam",
                      d.var(),
                      d.slot(),
                      d.squares(),
                      zero,
                      zero,
                      d.lr(),
                      zero,
                      zero,
                      epsilon,
                      d.grad());
              Term size = d.op("add", d.op("abs", d.grad()), epsilon);
              d.c().equal(y.get(0), d.descended(d.var(), d.lr(), d.op("divide", d.grad(), size)));
            }),
        TrainStep.law(
            "adam-nesterov",
            "Nadam goes along the average that takes the gradient up once more",
            "apply_adam",
            AdamLaws::nadam),
        TrainStep.law(
            "ada-max-first",
            "AdaMax's first step goes by the sign; its slot is the size of the gradient",
            "abs apply_ada_max apply_gradient_descent sign",
            d -> {
              Term beta = d.share();
              List<Term> y =
                  d.step(
                      "apply_ada_max",
                      d.var(),
                      d.zeros(),
                      d.zeros(),
                      beta,
                      d.lr(),
                      beta,
                      d.share(),
                      d.number(0),
                      d.grad());
              d.c().equal(y.get(0), d.signStep());
              d.c().same(y.get(2), d.op("abs", d.grad()));
            }),
        TrainStep.law(
            "amsgrad-maximum",
            "AMSGrad's vhat' = max(vhat, v'), with Adam's m' and v'",
            "apply_adam apply_adam_with_amsgrad maximum",
            d -> {
              Adam a = new Adam(d);
              Term vhat = d.squares();
              List<Term> y = d.step("apply_adam_with_amsgrad", a.inputs(d, vhat));
              List<Term> adam = d.step("apply_adam", a.inputs(d));
              d.c().equal(y.get(1), adam.get(1));
              d.c().equal(y.get(2), adam.get(2));
              d.c().same(y.get(3), d.op("maximum", vhat, y.get(2)));
            }),
        TrainStep.law(
            "amsgrad-first",
            "AMSGrad without an earlier vhat is Adam",
            "apply_adam apply_adam_with_amsgrad",
            d -> {
              Adam a = new Adam(d);
              d.c()
                  .equal(
                      d.step("apply_adam_with_amsgrad", a.inputs(d, d.zeros())).get(0),
                      d.step("apply_adam", a.inputs(d)).get(0));
            }),
        TrainStep.law(
            "adam-w",
            "AdamW is Adam's step from the decayed variable",
            "apply_adam apply_adam_w apply_gradient_descent",
            d -> {
              Adam a = new Adam(d);
              Term decay = d.share();
              List<Term> y = d.step("apply_adam_w", a.decayed(d, decay));
              List<Term> adam =
                  d.step("apply_adam", a.from(d, d.descended(d.var(), decay, d.var())));
              d.c().equal(y.get(0), adam.get(0));
              d.c().equal(y.get(1), adam.get(1));
              d.c().equal(y.get(2), adam.get(2));
            }));
  }

  private static List<Term> firstAdam(TrainStep d) {
    Term beta1 = d.share();
    Term beta2 = d.share();
    return d.step(
        "apply_adam",
        d.var(),
        d.zeros(),
        d.zeros(),
        beta1,
        beta2,
        d.lr(),
        beta1,
        beta2,
        d.number(0),
        d.grad());
  }

  private static void nadam(TrainStep d) {
    Adam a = new Adam(d);
    List<Term> y = d.c().all("apply_adam", NESTEROV, a.inputs(d));
    Adam once = new Adam(y.get(1), y.get(2), a.power1, a.power2, a.beta1, d.number(1), a.e);
    d.c().equal(y.get(0), d.step("apply_adam", once.inputs(d)).get(0));
    List<Term> plain = d.step("apply_adam", a.inputs(d));
    d.c().equal(y.get(1), plain.get(1));
    d.c().equal(y.get(2), plain.get(2));
  }

  /** Slots and scalars of Adam and its kin. */
  private record Adam(Term m, Term v, Term power1, Term power2, Term beta1, Term beta2, Term e) {
    Adam(TrainStep d) {
      this(d.slot(), d.squares(), d.share(), d.share(), d.share(), d.share(), d.share());
    }

    Term[] from(TrainStep d, Term var) {
      return new Term[] {var, m, v, power1, power2, d.lr(), beta1, beta2, e, d.grad()};
    }

    Term[] inputs(TrainStep d) {
      return from(d, d.var());
    }

    Term[] inputs(TrainStep d, Term vhat) {
      return new Term[] {d.var(), m, v, vhat, power1, power2, d.lr(), beta1, beta2, e, d.grad()};
    }

    Term[] decayed(TrainStep d, Term decay) {
      return new Term[] {d.var(), m, v, power1, power2, d.lr(), beta1, beta2, e, decay, d.grad()};
    }
  }
}
