package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/** Cases of steps of optimizers: first steps and later ones, sparse gradients, odd rates. */
public final class TrainCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return List.of(
        shaped("apply_gradient_descent", TrainCases::gradientDescent),
        shaped("apply_momentum", TrainCases::momentum),
        shaped("apply_adagrad", TrainCases::adagrad),
        outside(
            penalties(shaped("apply_adagrad_da", TrainCases::adagradDa), "C12", "C13"),
            "C14",
            "global_step",
            -1),
        shaped("apply_adadelta", TrainCases::adadelta),
        shaped("apply_rms_prop", TrainCases::rmsProp),
        shaped("apply_centered_rms_prop", TrainCases::centeredRmsProp),
        shaped("apply_adam", TrainCases::adam),
        shaped("apply_ada_max", TrainCases::adaMax),
        shaped("apply_adam_with_amsgrad", TrainCases::amsGrad),
        shaped("apply_adam_w", TrainCases::adamW),
        leader(),
        penalties(
            shaped("apply_proximal_gradient_descent", TrainCases::proximalGradientDescent),
            "C9",
            "C10"),
        outside(
            penalties(shaped("apply_proximal_adagrad", TrainCases::proximalAdagrad), "C11", "C12"),
            "C10",
            "lr",
            0,
            -1,
            Double.NaN));
  }

  private static OpCases leader() {
    OpCases cases = penalties(shaped("apply_ftrl", TrainCases::ftrl), "C14", "C15");
    outside(cases, "C13", "lr", 0, -1, Double.NaN);
    outside(cases, "C16", "l2_shrinkage", -1, Double.NaN);
    return outside(cases, "C17", "lr_power", 1, Double.NaN);
  }

  // ---- what the calls are drawn from ----

  private static Tensor number(Draw d, double value) {
    return Tensor.of(d.dtype(), Shape.scalar(), value);
  }

  /** A scalar that no constraint restricts: one of the options, among special values also NaN. */
  private static Tensor free(Draw d, Double... options) {
    double option = d.pick(options);
    boolean special = d.values() == Draw.Values.WILD && d.choose(12) == 11;
    return number(d, special ? Double.NaN : option);
  }

  /** A rate above 0. */
  private static Tensor positiveRate(Draw d) {
    double option = d.pick(0.5, 0.125, 1.0, 0.1, 3.0);
    boolean any = d.values().isSmooth() && d.flip();
    return any ? d.floats(Shape.scalar(), PROBABILITY) : number(d, option);
  }

  private static Tensor rate(Draw d) {
    return d.choose(3) == 2 ? free(d, 0.001, 0.0) : positiveRate(d);
  }

  private static Tensor penalty(Draw d) {
    return number(d, d.pick(0.0, 0.25, 0.01, 1.0));
  }

  private static Tensor share(Draw d) {
    return free(d, 0.5, 0.9, 0.0, 0.95, 1.0);
  }

  /** The weight of the past, not 0: what then cancels to 0 has a root without a bound. */
  private static Tensor past(Draw d) {
    return free(d, 0.5, 0.9, 0.25, 0.95, 1.0);
  }

  private static Tensor epsilon(Draw d) {
    return free(d, 1e-7, 1.0, 0.0, 1e-10);
  }

  private static Tensor changed(Draw d, Tensor t, DoubleUnaryOperator f) {
    double[] v = Arrays.stream(t.toDoubles()).map(f).toArray();
    return Tensor.of(t.shape(), HostStorage.ofDoubles(d.dtype(), v));
  }

  /** Numbers whose squares and quotients neither overflow nor underflow in float32. */
  private static double moderate(double x) {
    double size = Math.abs(x);
    return size > 1000 && size <= Double.MAX_VALUE
        ? Math.copySign(100, x)
        : size < 0x1p-40 && size > 0 ? Math.copySign(0x1p-7, x) : x;
  }

  /** A gradient, also infinite; now and then with zeros as one of unused rows has. */
  private static Tensor gradient(Draw d, Shape shape) {
    double[] v = d.floats(shape, NONZERO).toDoubles();
    boolean sparse = d.choose(4) == 3;
    for (int i = 0; i < v.length; i++) {
      v[i] = sparse && i % 2 == 0 ? 0 : moderate(v[i]);
    }
    return Tensor.of(shape, HostStorage.ofDoubles(d.dtype(), v));
  }

  /**
   * Part of the state, NaN among its special values. Of infinities the forms of a formula make
   * different things: β·m + (1 − β)·g is infinite where m + (1 − β)·(g − m) is NaN.
   */
  private static Tensor state(Draw d, Shape shape, Domain domain) {
    return changed(
        d, d.floats(shape, domain), x -> Double.isInfinite(x) ? Double.NaN : moderate(x));
  }

  private static Tensor variable(Draw d, Shape shape) {
    return state(d, shape, REAL);
  }

  /** A slot of either sign; zeros before the first step. */
  private static Tensor slot(Draw d, Shape shape) {
    return d.flip() ? state(d, shape, REAL) : Tensor.zeros(d.dtype(), shape);
  }

  /** A slot that adds squares up; zeros before the first step. */
  private static Tensor squares(Draw d, Shape shape) {
    return d.flip()
        ? changed(d, state(d, shape, POSITIVE), Math::abs)
        : Tensor.zeros(d.dtype(), shape);
  }

  /** Squares of gradients whose sum or mean is {@code first}, and {@code more} than its square. */
  private static Tensor squaresOf(Draw d, Tensor first, double more) {
    double[] v = squares(d, first.shape()).toDoubles();
    double[] x = first.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] += x[i] * x[i] + more;
    }
    return Tensor.of(first.shape(), HostStorage.ofDoubles(d.dtype(), v));
  }

  private static Case gradientDescent(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_gradient_descent", List.of(variable(d, shape), rate(d), gradient(d, shape)), NONE);
  }

  private static Case momentum(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_momentum",
        List.of(variable(d, shape), slot(d, shape), rate(d), gradient(d, shape), share(d)),
        d.flip() ? Attributes.of("use_nesterov", true) : NONE);
  }

  private static Case adagrad(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_adagrad",
        List.of(variable(d, shape), squares(d, shape), rate(d), gradient(d, shape)),
        d.choose(4) == 3 ? Attributes.of("update_slots", false) : NONE);
  }

  private static Case adagradDa(Draw d) {
    Shape shape = d.shape(0, 3);
    Tensor sum = slot(d, shape);
    return new Case(
        "apply_adagrad_da",
        List.of(
            variable(d, shape),
            sum,
            squaresOf(d, sum, 0),
            gradient(d, shape),
            rate(d),
            penalty(d),
            penalty(d),
            Tensor.ofLongs(DType.INT64, Shape.scalar(), d.pick(1L, 2L, 10L, 1000L, 0L))),
        NONE);
  }

  private static Case adadelta(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_adadelta",
        List.of(
            variable(d, shape),
            squares(d, shape),
            squares(d, shape),
            rate(d),
            share(d),
            epsilon(d),
            gradient(d, shape)),
        NONE);
  }

  private static Case rmsProp(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_rms_prop",
        List.of(
            variable(d, shape),
            squares(d, shape),
            slot(d, shape),
            rate(d),
            past(d),
            share(d),
            epsilon(d),
            gradient(d, shape)),
        NONE);
  }

  private static Case centeredRmsProp(Draw d) {
    Shape shape = d.shape(0, 3);
    Tensor mg = slot(d, shape);
    return new Case(
        "apply_centered_rms_prop",
        List.of(
            variable(d, shape),
            mg,
            squaresOf(d, mg, 1),
            slot(d, shape),
            rate(d),
            past(d),
            share(d),
            epsilon(d),
            gradient(d, shape)),
        NONE);
  }

  /** beta1_power, beta2_power if {@code two}, the rate, beta1, beta2, epsilon. */
  private static List<Tensor> moments(Draw d, boolean two) {
    double beta1 = d.pick(0.5, 0.9, 0.0, 0.99);
    double beta2 = d.pick(0.75, 0.999, 0.25, 0.99);
    int step = d.pick(1, 2, 10, 1000);
    List<Tensor> out = new ArrayList<>();
    out.add(free(d, StrictMath.pow(beta1, step)));
    if (two) {
      out.add(free(d, StrictMath.pow(beta2, step)));
    }
    out.add(rate(d));
    out.add(free(d, beta1));
    out.add(free(d, beta2));
    out.add(epsilon(d));
    return out;
  }

  private static Case adam(Draw d) {
    List<Tensor> inputs = averaged(d, 1, true);
    return new Case("apply_adam", inputs, d.flip() ? Attributes.of("use_nesterov", true) : NONE);
  }

  private static Case adaMax(Draw d) {
    return new Case("apply_ada_max", averaged(d, 1, false), NONE);
  }

  private static Case amsGrad(Draw d) {
    return new Case("apply_adam_with_amsgrad", averaged(d, 2, true), NONE);
  }

  private static Case adamW(Draw d) {
    return new Case(
        "apply_adam_w", averaged(d, 1, true, () -> free(d, 0.25, 0.01, 0.0, 1.0)), NONE);
  }

  /**
   * The inputs of Adam and its kin: the variable, m, {@code squares} slots of squares, {@link
   * #moments}, {@code more}, the gradient.
   */
  @SafeVarargs
  private static List<Tensor> averaged(Draw d, int squares, boolean two, Supplier<Tensor>... more) {
    Shape shape = d.shape(0, 3);
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(variable(d, shape));
    inputs.add(slot(d, shape));
    for (int i = 0; i < squares; i++) {
      inputs.add(squares(d, shape));
    }
    inputs.addAll(moments(d, two));
    for (Supplier<Tensor> m : more) {
      inputs.add(m.get());
    }
    inputs.add(gradient(d, shape));
    return inputs;
  }

  private static Case ftrl(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_ftrl",
        List.of(
            variable(d, shape),
            squares(d, shape),
            slot(d, shape),
            gradient(d, shape),
            positiveRate(d),
            penalty(d),
            penalty(d),
            penalty(d),
            number(d, d.pick(-0.5, -1.0, 0.0, -0.75, -2.0))),
        NONE);
  }

  private static Case proximalGradientDescent(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_proximal_gradient_descent",
        List.of(variable(d, shape), positiveRate(d), penalty(d), penalty(d), gradient(d, shape)),
        NONE);
  }

  private static Case proximalAdagrad(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case(
        "apply_proximal_adagrad",
        List.of(
            variable(d, shape),
            squares(d, shape),
            positiveRate(d),
            penalty(d),
            penalty(d),
            gradient(d, shape)),
        NONE);
  }

  // ---- what must be refused ----

  /** Cases, and arguments that break the constraints on shapes. */
  private static OpCases shaped(String name, Function<Draw, Case> generator) {
    OpCases cases = OpCases.of(name, generator);
    Op op = OpRegistry.get(name);
    int n = op.inputs().size();
    for (int i = 0; i < n; i++) {
      String input = op.input(i).name();
      if (isMember(op, input)) {
        for (Tensor other : List.of(tensor(3), tensor(3, 2), tensor(2, 3, 1), tensor())) {
          cases.reject("C" + (n + 2), NONE, with(op, i, other));
        }
      } else {
        Tensor list = Tensor.of(Shape.of(1), valid(op, input).host());
        cases.reject("C" + (n + 3), NONE, with(op, i, list));
      }
    }
    return cases;
  }

  /** Adds numbers of a scalar input that constraint {@code id} refuses. */
  private static OpCases outside(OpCases cases, String id, String input, double... values) {
    Op op = OpRegistry.get(cases.op());
    int i = op.inputs().stream().map(InputSpec::name).toList().indexOf(input);
    DType dtype = valid(op, input).dtype();
    for (double value : values) {
      cases.reject(id, NONE, with(op, i, Tensor.of(dtype, Shape.scalar(), value)));
    }
    return cases;
  }

  /** Adds penalties below 0 that two constraints refuse. */
  private static OpCases penalties(OpCases cases, String l1, String l2) {
    return outside(outside(cases, l1, "l1", -1, Double.NaN), l2, "l2", -1, Double.NaN);
  }

  /** Whether the input is the variable, a slot or the gradient. */
  private static boolean isMember(Op op, String name) {
    return op.outputs().contains(name) || name.equals("grad") || name.equals("delta");
  }

  private static Tensor valid(Op op, String name) {
    if (isMember(op, name)) {
      return tensor(2, 3);
    }
    return switch (name) {
      case "global_step" -> Tensor.of(1L);
      case "lr_power" -> Tensor.of(-0.5f);
      default -> tensor();
    };
  }

  /** Valid arguments but for one. */
  private static Tensor[] with(Op op, int input, Tensor other) {
    Tensor[] all = new Tensor[op.inputs().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == input ? other : valid(op, op.input(i).name());
    }
    return all;
  }
}
