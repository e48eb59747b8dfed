package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of steps of optimizers. */
public final class TrainSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("apply_gradient_descent", TrainSpecs::gradientDescent),
        Spec.many("apply_momentum", TrainSpecs::momentum),
        Spec.many("apply_adagrad", TrainSpecs::adagrad),
        Spec.many("apply_adagrad_da", TrainSpecs::adagradDa),
        Spec.many("apply_adadelta", TrainSpecs::adadelta),
        Spec.many("apply_rms_prop", TrainSpecs::rmsProp),
        Spec.many("apply_centered_rms_prop", TrainSpecs::centeredRmsProp),
        Spec.many("apply_adam", TrainSpecs::adam),
        Spec.many("apply_ada_max", TrainSpecs::adaMax),
        Spec.many("apply_adam_with_amsgrad", TrainSpecs::amsGrad),
        Spec.many("apply_adam_w", TrainSpecs::adamW),
        Spec.many("apply_ftrl", TrainSpecs::ftrl),
        Spec.of("apply_proximal_gradient_descent", TrainSpecs::proximalGradientDescent),
        Spec.many("apply_proximal_adagrad", TrainSpecs::proximalAdagrad));
  }

  private static <T extends RealFieldElement<T>> T scalar(SpecCall<T> c, int input) {
    return c.in(input).get(0);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> minus(
      SpecTensor<T> x, SpecTensor<T> y) {
    return x.zip(y, T::subtract);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> over(
      SpecTensor<T> x, SpecTensor<T> y) {
    return x.zip(y, T::divide);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> plusSquare(
      SpecTensor<T> sum, SpecTensor<T> x) {
    return sum.zip(x, (s, t) -> s.add(t.multiply(t)));
  }

  /**
   * {@code old + (1 − weight)·(now − old)}: the average as kernels take it, so that the bound on
   * its rounding is that of this form too, whose difference may cancel.
   */
  private static <T extends RealFieldElement<T>> SpecTensor<T> average(
      SpecCall<T> c, SpecTensor<T> old, SpecTensor<T> now, T weight) {
    T share = c.k().of(1).subtract(weight);
    return old.zip(now, (a, b) -> a.add(b.subtract(a).multiply(share)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> squares(SpecTensor<T> x) {
    return x.map(t -> t.multiply(t));
  }

  /**
   * {@code x} moved towards 0 by {@code threshold ≥ 0}, but not beyond. On the way to 0 it keeps
   * its error: a correct implementation may find itself just outside.
   */
  private static <T extends RealFieldElement<T>> T shrunk(Arithmetic<T> k, T x, T threshold) {
    if (k.less(threshold, x)) {
      return x.subtract(threshold);
    }
    return k.less(x, k.of(0).subtract(threshold)) ? x.add(threshold) : x.subtract(x);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gradientDescent(SpecCall<T> c) {
    T alpha = scalar(c, 1);
    return c.in(0).zip(c.in(2), (x, g) -> x.subtract(alpha.multiply(g)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> momentum(SpecCall<T> c) {
    T lr = scalar(c, 2);
    T momentum = scalar(c, 4);
    SpecTensor<T> grad = c.in(3);
    SpecTensor<T> accum = c.in(1).zip(grad, (a, g) -> momentum.multiply(a).add(g));
    SpecTensor<T> ahead = accum.zip(grad, (a, g) -> g.add(momentum.multiply(a)));
    SpecTensor<T> step = c.attrs().flag("use_nesterov") ? ahead : accum;
    return List.of(minus(c.in(0), step.map(lr::multiply)), accum);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adagrad(SpecCall<T> c) {
    T lr = scalar(c, 2);
    SpecTensor<T> grad = c.in(3);
    SpecTensor<T> accum = c.attrs().flag("update_slots") ? plusSquare(c.in(1), grad) : c.in(1);
    return List.of(minus(c.in(0), over(grad.map(lr::multiply), accum.map(T::sqrt))), accum);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adagradDa(SpecCall<T> c) {
    T lr = scalar(c, 4);
    T l1 = scalar(c, 5);
    T l2 = scalar(c, 6);
    T step = scalar(c, 7);
    SpecTensor<T> sum = c.in(1).zip(c.in(3), T::add);
    SpecTensor<T> squares = plusSquare(c.in(2), c.in(3));
    SpecTensor<T> active =
        sum.map(s -> c.k().of(0).subtract(lr).multiply(shrunk(c.k(), s, l1.multiply(step))));
    SpecTensor<T> divisor = squares.map(s -> l2.multiply(step).multiply(lr).add(s.sqrt()));
    return List.of(over(active, divisor), sum, squares);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adadelta(SpecCall<T> c) {
    T lr = scalar(c, 3);
    T rho = scalar(c, 4);
    T epsilon = scalar(c, 5);
    T rest = c.k().of(1).subtract(rho);
    SpecTensor<T> grad = c.in(6);
    SpecTensor<T> accum =
        c.in(1).zip(grad, (a, g) -> rho.multiply(a).add(rest.multiply(g.multiply(g))));
    SpecTensor<T> root = accum.map(a -> a.add(epsilon).sqrt());
    SpecTensor<T> step = over(c.in(2).map(u -> u.add(epsilon).sqrt()).zip(grad, T::multiply), root);
    SpecTensor<T> updates =
        c.in(2).zip(step, (u, s) -> rho.multiply(u).add(rest.multiply(s.multiply(s))));
    return List.of(minus(c.in(0), step.map(lr::multiply)), accum, updates);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> rmsProp(SpecCall<T> c) {
    T lr = scalar(c, 3);
    T momentum = scalar(c, 5);
    T epsilon = scalar(c, 6);
    SpecTensor<T> grad = c.in(7);
    SpecTensor<T> ms = average(c, c.in(1), squares(grad), scalar(c, 4));
    SpecTensor<T> step = over(grad.map(lr::multiply), ms.map(s -> s.add(epsilon).sqrt()));
    SpecTensor<T> mom = c.in(2).zip(step, (m, s) -> momentum.multiply(m).add(s));
    return List.of(minus(c.in(0), mom), ms, mom);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> centeredRmsProp(
      SpecCall<T> c) {
    T lr = scalar(c, 4);
    T momentum = scalar(c, 6);
    T epsilon = scalar(c, 7);
    SpecTensor<T> grad = c.in(8);
    SpecTensor<T> mg = average(c, c.in(1), grad, scalar(c, 5));
    SpecTensor<T> ms = average(c, c.in(2), squares(grad), scalar(c, 5));
    SpecTensor<T> root = minus(ms, squares(mg)).map(s -> s.add(epsilon).sqrt());
    SpecTensor<T> step = over(grad.map(lr::multiply), root);
    SpecTensor<T> mom = c.in(3).zip(step, (m, s) -> momentum.multiply(m).add(s));
    return List.of(minus(c.in(0), mom), mg, ms, mom);
  }

  /**
   * {@code lr_t·m/(√v + ε)}: the step of Adam and its kin.
   *
   * @param first the position of beta1_power, which beta2_power and lr follow
   */
  private static <T extends RealFieldElement<T>> SpecTensor<T> adamStep(
      SpecCall<T> c, int first, SpecTensor<T> m, SpecTensor<T> v) {
    T one = c.k().of(1);
    T correction = one.subtract(scalar(c, first + 1)).sqrt();
    T rate = scalar(c, first + 2).multiply(correction).divide(one.subtract(scalar(c, first)));
    T epsilon = scalar(c, first + 5);
    return over(m.map(rate::multiply), v.map(s -> s.sqrt().add(epsilon)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adam(SpecCall<T> c) {
    T beta1 = scalar(c, 6);
    SpecTensor<T> grad = c.in(9);
    SpecTensor<T> m = average(c, c.in(1), grad, beta1);
    SpecTensor<T> v = average(c, c.in(2), squares(grad), scalar(c, 7));
    T rest = c.k().of(1).subtract(beta1);
    SpecTensor<T> ahead = m.zip(grad, (a, g) -> beta1.multiply(a).add(rest.multiply(g)));
    SpecTensor<T> direction = c.attrs().flag("use_nesterov") ? ahead : m;
    return List.of(minus(c.in(0), adamStep(c, 3, direction, v)), m, v);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adaMax(SpecCall<T> c) {
    T beta2 = scalar(c, 6);
    T epsilon = scalar(c, 7);
    T rate = scalar(c, 4).divide(c.k().of(1).subtract(scalar(c, 3)));
    SpecTensor<T> m = average(c, c.in(1), c.in(8), scalar(c, 5));
    SpecTensor<T> size = c.in(8).map(g -> c.k().less(g, c.k().of(0)) ? c.k().of(0).subtract(g) : g);
    SpecTensor<T> v = c.in(2).zip(size, (a, g) -> c.k().max(beta2.multiply(a), g));
    SpecTensor<T> step = over(m, v.map(s -> s.add(epsilon))).map(rate::multiply);
    return List.of(minus(c.in(0), step), m, v);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> amsGrad(SpecCall<T> c) {
    SpecTensor<T> m = average(c, c.in(1), c.in(10), scalar(c, 7));
    SpecTensor<T> v = average(c, c.in(2), squares(c.in(10)), scalar(c, 8));
    SpecTensor<T> greatest = c.in(3).zip(v, c.k()::max);
    return List.of(minus(c.in(0), adamStep(c, 4, m, greatest)), m, v, greatest);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> adamW(SpecCall<T> c) {
    T decay = scalar(c, 9);
    SpecTensor<T> m = average(c, c.in(1), c.in(10), scalar(c, 6));
    SpecTensor<T> v = average(c, c.in(2), squares(c.in(10)), scalar(c, 7));
    SpecTensor<T> decayed = c.in(0).map(x -> x.subtract(decay.multiply(x)));
    return List.of(minus(decayed, adamStep(c, 3, m, v)), m, v);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> ftrl(SpecCall<T> c) {
    T lr = scalar(c, 4);
    T l1 = scalar(c, 5);
    T l2 = scalar(c, 6);
    T shrinkage = scalar(c, 7);
    T power = c.k().of(0).subtract(scalar(c, 8));
    SpecTensor<T> grad = c.in(3);
    SpecTensor<T> accum = plusSquare(c.in(1), grad);
    SpecTensor<T> before = c.in(1).map(a -> power(a, power).divide(lr));
    SpecTensor<T> now = accum.map(a -> power(a, power).divide(lr));
    SpecTensor<T> shrinking = grad.zip(c.in(0), (g, x) -> g.add(shrinkage.multiply(2).multiply(x)));
    SpecTensor<T> linear =
        minus(c.in(2).zip(shrinking, T::add), minus(now, before).zip(c.in(0), T::multiply));
    SpecTensor<T> divisor = now.map(p -> p.add(l2.multiply(2)));
    SpecTensor<T> active = linear.map(z -> c.k().of(0).subtract(shrunk(c.k(), z, l1)));
    SpecTensor<T> var =
        active.zip(
            divisor,
            (a, d) ->
                c.k().branch(a.getReal() == 0 && d.getReal() == 0) ? c.k().of(0) : a.divide(d));
    return List.of(var, accum, linear);
  }

  private static <T extends RealFieldElement<T>> T power(T x, T exponent) {
    return exponent.getReal() == 0.5 ? x.sqrt() : x.pow(exponent);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> proximalGradientDescent(
      SpecCall<T> c) {
    T alpha = scalar(c, 1);
    T threshold = alpha.multiply(scalar(c, 2));
    T ridge = c.k().of(1).add(alpha.multiply(scalar(c, 3)));
    return c.in(0)
        .zip(
            c.in(4),
            (x, g) -> shrunk(c.k(), x.subtract(alpha.multiply(g)), threshold).divide(ridge));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> proximalAdagrad(
      SpecCall<T> c) {
    T lr = scalar(c, 2);
    T l1 = scalar(c, 3);
    T l2 = scalar(c, 4);
    SpecTensor<T> accum = plusSquare(c.in(1), c.in(5));
    SpecTensor<T> rate = accum.map(a -> lr.divide(a.sqrt()));
    SpecTensor<T> moved = minus(c.in(0), rate.zip(c.in(5), T::multiply));
    SpecTensor<T> var =
        moved.zip(
            rate,
            (x, r) -> shrunk(c.k(), x, r.multiply(l1)).divide(c.k().of(1).add(r.multiply(l2))));
    return List.of(var, accum);
  }
}
