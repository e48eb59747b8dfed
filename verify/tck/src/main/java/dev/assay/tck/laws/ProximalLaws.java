package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.neg;

import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Proximal steps and the regularised leader, where their penalties decide nothing or all. */
final class ProximalLaws {
  private ProximalLaws() {}

  static List<Law> all() {
    return List.of(
        TrainStep.law(
            "proximal-plain",
            "without penalties a proximal step is gradient descent",
            "apply_gradient_descent apply_proximal_gradient_descent",
            d ->
                d.c()
                    .equal(
                        proximal(d, d.number(0), d.number(0)),
                        d.descended(d.var(), d.lr(), d.grad()))),
        TrainStep.law(
            "proximal-shrinks",
            "(1 + a·l2)·var' = relu(v − a·l1) − relu(−v − a·l1), v the descended variable",
            "add apply_gradient_descent apply_proximal_gradient_descent multiply neg relu subtract",
            d -> {
              Term l1 = d.share();
              Term l2 = d.share();
              Term threshold = d.op("multiply", d.lr(), l1);
              Term v = d.descended(d.var(), d.lr(), d.grad());
              Term above = d.op("relu", d.op("subtract", v, threshold));
              Term below = d.op("relu", d.op("subtract", neg(d.c(), v), threshold));
              Term ridge = d.op("add", d.number(1), d.op("multiply", d.lr(), l2));
              d.c()
                  .equal(
                      d.op("multiply", ridge, proximal(d, l1, l2)), d.op("subtract", above, below));
            }),
        TrainStep.law(
            "proximal-adagrad-plain",
            "without penalties a proximal step of Adagrad is one of Adagrad",
            "apply_adagrad apply_proximal_adagrad",
            d -> {
              Term slot = d.squares();
              Term zero = d.number(0);
              List<Term> y =
                  d.step("apply_proximal_adagrad", d.var(), slot, d.lr(), zero, zero, d.grad());
              List<Term> plain = d.step("apply_adagrad", d.var(), slot, d.lr(), d.grad());
              d.c().equal(y.get(0), plain.get(0));
              d.c().equal(y.get(1), plain.get(1));
            }),
        TrainStep.law(
            "proximal-adagrad-first",
            "from an empty slot its rate is lr/|grad|",
            "abs apply_proximal_adagrad apply_proximal_gradient_descent divide",
            ProximalLaws::firstProximalAdagrad),
        TrainStep.law(
            "ftrl-adagrad",
            "FTRL without penalties, where linear = −√accum/lr·var, is Adagrad",
            "apply_adagrad apply_ftrl divide multiply neg sqrt",
            d -> {
              Term accum = d.squares();
              Term slope = d.op("divide", d.op("sqrt", accum), d.lr());
              Term linear = neg(d.c(), d.op("multiply", slope, d.var()));
              List<Term> y = ftrl(d, accum, linear, d.number(0), d.number(0), -0.5);
              List<Term> adagrad = d.step("apply_adagrad", d.var(), accum, d.lr(), d.grad());
              d.c().equal(y.get(0), adagrad.get(0));
              d.c().equal(y.get(1), adagrad.get(1));
            }),
        TrainStep.law(
            "ftrl-descent",
            "FTRL of power 0 without penalties, where linear = −var/lr, is gradient descent",
            "apply_ftrl apply_gradient_descent divide neg",
            d -> {
              Term linear = neg(d.c(), d.op("divide", d.var(), d.lr()));
              List<Term> y = ftrl(d, d.squares(), linear, d.number(0), d.number(0), 0);
              d.c().equal(y.get(0), d.descended(d.var(), d.lr(), d.grad()));
            }),
        TrainStep.law(
            "ftrl-shrinkage",
            "the shrinkage adds 2·l2_shrinkage·var to linear, and to nothing else",
            "add apply_ftrl multiply",
            d -> {
              Term accum = d.squares();
              Term linear = d.slot();
              Term shrinkage = d.share();
              Term added = d.op("multiply", d.number(2), d.op("multiply", shrinkage, d.var()));
              List<Term> y = ftrl(d, accum, linear, d.share(), shrinkage, -0.5);
              List<Term> plain =
                  ftrl(d, accum, d.op("add", linear, added), d.number(0), d.number(0), -0.5);
              d.c().equal(y.get(1), plain.get(1));
              d.c().equal(y.get(2), plain.get(2));
            }),
        TrainStep.law(
            "ftrl-sparse",
            "FTRL leaves nothing of a variable whose linear does not exceed l1",
            "apply_ftrl zeros_like",
            d ->
                d.c()
                    .same(
                        ftrl(d, d.squares(), d.slot(), d.number(1e6), d.number(0), -0.5).get(0),
                        d.op("zeros_like", d.var()))));
  }

  private static Term proximal(TrainStep d, Term l1, Term l2) {
    return d.op("apply_proximal_gradient_descent", d.var(), d.lr(), l1, l2, d.grad());
  }

  /** One element for each rate: a scalar variable. */
  private static void firstProximalAdagrad(TrainStep d) {
    Term var = d.c().floats(Shape.scalar(), REAL);
    Term grad = d.c().floats(Shape.scalar(), NONZERO);
    Term zero = d.c().scalar(0);
    Term l1 = d.share();
    Term l2 = d.share();
    List<Term> y = d.step("apply_proximal_adagrad", var, zero, d.lr(), l1, l2, grad);
    Term rate = d.op("divide", d.lr(), d.op("abs", grad));
    d.c().equal(y.get(0), d.op("apply_proximal_gradient_descent", var, rate, l1, l2, grad));
  }

  private static List<Term> ftrl(
      TrainStep d, Term accum, Term linear, Term l1, Term shrinkage, double power) {
    return d.step(
        "apply_ftrl",
        d.var(),
        accum,
        linear,
        d.grad(),
        d.lr(),
        l1,
        d.number(0),
        shrinkage,
        d.number(power));
  }
}
