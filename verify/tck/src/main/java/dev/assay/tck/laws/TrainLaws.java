package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.ABOVE_ONE;
import static dev.assay.tck.cases.Domain.UNIT;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** How optimizers become one another where their scalars are 0 or 1, and what slots are. */
final class TrainLaws {
  private static final Attributes NESTEROV = Attributes.of("use_nesterov", true);

  private TrainLaws() {}

  static List<Law> all() {
    return Stream.of(descents(), AdamLaws.all(), ProximalLaws.all(), TrainUnitLaws.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Law> descents() {
    return List.of(
        TrainStep.law(
            "gradient-descent",
            "apply_gradient_descent(x, a, g) = x − a·g",
            "apply_gradient_descent multiply subtract",
            d ->
                d.c()
                    .equal(
                        d.descended(d.var(), d.lr(), d.grad()),
                        d.op("subtract", d.var(), d.op("multiply", d.lr(), d.grad())))),
        TrainStep.law(
            "momentum-none",
            "momentum 0 is gradient descent; the slot is the gradient",
            "apply_gradient_descent apply_momentum",
            d -> {
              List<Term> y =
                  d.step("apply_momentum", d.var(), d.slot(), d.lr(), d.grad(), d.number(0));
              d.c().equal(y.get(0), d.descended(d.var(), d.lr(), d.grad()));
              d.c().same(y.get(1), d.grad());
            }),
        TrainStep.law(
            "momentum-slot",
            "the step of momentum is that of gradient descent along its slot",
            "apply_gradient_descent apply_momentum",
            d -> {
              List<Term> y =
                  d.step("apply_momentum", d.var(), d.slot(), d.lr(), d.grad(), d.share());
              d.c().equal(y.get(0), d.descended(d.var(), d.lr(), y.get(1)));
            }),
        TrainStep.law(
            "nesterov-twice",
            "Nesterov's step goes on by momentum with what the slot will be for no gradient",
            "apply_gradient_descent apply_momentum",
            d -> {
              Term momentum = d.share();
              Term slot = d.slot();
              List<Term> y =
                  d.c().all("apply_momentum", NESTEROV, d.var(), slot, d.lr(), d.grad(), momentum);
              List<Term> on =
                  d.step(
                      "apply_momentum",
                      d.descended(d.var(), d.lr(), d.grad()),
                      y.get(1),
                      d.lr(),
                      d.zeros(),
                      momentum);
              d.c().equal(y.get(0), on.get(0));
              d.c()
                  .same(
                      y.get(1),
                      d.step("apply_momentum", d.var(), slot, d.lr(), d.grad(), momentum).get(1));
            }),
        TrainStep.law(
            "adagrad-first",
            "from an empty slot Adagrad goes by the sign",
            "apply_adagrad apply_gradient_descent sign square",
            d -> {
              List<Term> y = d.step("apply_adagrad", d.var(), d.zeros(), d.lr(), d.grad());
              d.c().equal(y.get(0), d.signStep());
              d.c().equal(y.get(1), d.squared());
            }),
        TrainStep.law(
            "adagrad-frozen",
            "a slot that has taken the gradient up already gives the same step",
            "apply_adagrad",
            d -> {
              List<Term> y = d.step("apply_adagrad", d.var(), d.squares(), d.lr(), d.grad());
              List<Term> frozen =
                  d.c()
                      .all(
                          "apply_adagrad",
                          Attributes.of("update_slots", false),
                          d.var(),
                          y.get(1),
                          d.lr(),
                          d.grad());
              d.c().equal(frozen.get(0), y.get(0));
              d.c().same(frozen.get(1), y.get(1));
            }),
        TrainStep.law(
            "adagrad-da-plain",
            "without penalties dual averaging is −lr·G'/√GG', whatever the variable and the step",
            "add apply_adagrad_da apply_gradient_descent divide sqrt square",
            d -> {
              Term sum = d.slot();
              Term squares = d.squares();
              Term step =
                  d.c().of(Tensor.ofLongs(DType.INT64, Shape.scalar(), d.c().draw().between(0, 9)));
              List<Term> y =
                  d.step(
                      "apply_adagrad_da",
                      d.var(),
                      sum,
                      squares,
                      d.grad(),
                      d.lr(),
                      d.number(0),
                      d.number(0),
                      step);
              d.c().equal(y.get(1), d.op("add", sum, d.grad()));
              d.c().equal(y.get(2), d.op("add", squares, d.squared()));
              Term direction = d.op("divide", y.get(1), d.op("sqrt", y.get(2)));
              d.c().equal(y.get(0), d.descended(d.zeros(), d.lr(), direction));
            }),
        TrainStep.law(
            "adadelta-balanced",
            "Adadelta with equal averages that do not move is gradient descent",
            "apply_adadelta apply_gradient_descent",
            d -> {
              Term slot = d.squares();
              List<Term> y =
                  d.step(
                      "apply_adadelta",
                      d.var(),
                      slot,
                      slot,
                      d.lr(),
                      d.number(1),
                      d.share(),
                      d.grad());
              d.c().equal(y.get(0), d.descended(d.var(), d.lr(), d.grad()));
              d.c().same(y.get(1), slot);
              d.c().same(y.get(2), slot);
            }),
        TrainStep.law(
            "adadelta-steps",
            "accum_update takes up the step as accum takes up the gradient",
            "apply_adadelta apply_gradient_descent",
            d -> {
              Term rho = d.share();
              Term slot = d.squares();
              List<Term> y =
                  d.step(
                      "apply_adadelta",
                      d.var(),
                      slot,
                      slot,
                      d.number(1),
                      rho,
                      d.number(0.5),
                      d.grad());
              List<Term> still =
                  d.step(
                      "apply_adadelta",
                      d.zeros(),
                      slot,
                      slot,
                      d.number(1),
                      rho,
                      d.number(0.5),
                      d.grad());
              Term step = d.descended(d.zeros(), d.number(1), still.get(0));
              d.c().equal(y.get(0), d.descended(d.var(), d.number(1), step));
              List<Term> again =
                  d.step(
                      "apply_adadelta", d.var(), slot, slot, d.number(1), rho, d.number(0.5), step);
              d.c().equal(y.get(2), again.get(1));
            }),
        TrainStep.law(
            "rms-prop-frozen",
            "RMSProp with an average of 1 that does not move is momentum, the rate in the slot",
            "apply_momentum apply_rms_prop multiply ones_like",
            d -> {
              Term momentum = d.share();
              Term mom = d.slot();
              List<Term> y =
                  d.step(
                      "apply_rms_prop",
                      d.var(),
                      d.c().op("ones_like", d.var()),
                      mom,
                      d.lr(),
                      d.number(1),
                      momentum,
                      d.number(0),
                      d.grad());
              List<Term> plain =
                  d.step(
                      "apply_momentum",
                      d.var(),
                      mom,
                      d.number(1),
                      d.op("multiply", d.lr(), d.grad()),
                      momentum);
              d.c().equal(y.get(0), plain.get(0));
              d.c().equal(y.get(2), plain.get(1));
            }),
        TrainStep.law(
            "rms-prop-forgetful",
            "RMSProp without a past goes by the sign",
            "apply_gradient_descent apply_rms_prop sign square",
            d -> {
              List<Term> y =
                  d.step(
                      "apply_rms_prop",
                      d.var(),
                      d.squares(),
                      d.slot(),
                      d.lr(),
                      d.number(0),
                      d.number(0),
                      d.number(0),
                      d.grad());
              d.c().equal(y.get(0), d.signStep());
              d.c().equal(y.get(1), d.squared());
            }),
        TrainStep.law(
            "rms-prop-centered",
            "centered RMSProp is RMSProp with the variance ms' − mg'² for the square",
            "apply_centered_rms_prop apply_rms_prop square subtract",
            TrainLaws::centered));
  }

  private static void centered(TrainStep d) {
    Term rho = d.share();
    Term momentum = d.share();
    Term epsilon = d.share();
    Term mom = d.slot();
    List<Term> y =
        d.step(
            "apply_centered_rms_prop",
            d.var(),
            d.c().floats(d.shape(), UNIT),
            d.c().floats(d.shape(), ABOVE_ONE),
            mom,
            d.lr(),
            rho,
            momentum,
            epsilon,
            d.grad());
    Term variance = d.op("subtract", y.get(2), d.op("square", y.get(1)));
    List<Term> plain =
        d.step(
            "apply_rms_prop",
            d.var(),
            variance,
            mom,
            d.lr(),
            d.number(1),
            momentum,
            epsilon,
            d.grad());
    d.c().equal(y.get(0), plain.get(0));
    d.c().equal(y.get(3), plain.get(2));
  }
}
