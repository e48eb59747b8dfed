package dev.assay.tck.judge;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is right of one case, for whoever does not run Java: arguments, the reference's results and
 * derivatives, and how far each of several arithmetics may be from every number of them. The bounds
 * are those that the judge compares with, in {@code reference}.
 *
 * <p>Nothing is left open: a case some of whose numbers the judge does not compare, or compares in
 * another way than by a finite bound on a distance, is none.
 *
 * @param kase the call
 * @param results the call's results
 * @param cotangents one per result; empty where there are no gradients
 * @param gradients of {@code Σ⟨cotangentⱼ, resultⱼ⟩}, by the registered rule in float64, rounded
 *     once
 * @param directions one per gradient; empty where there are no products
 * @param products per gradient: the derivative of the gradients along the directions, {@code Hu},
 *     in float64, rounded once
 */
public record FrozenCase(
    Case kase,
    List<Frozen> results,
    List<Tensor> cotangents,
    List<Frozen> gradients,
    List<Tensor> directions,
    List<Frozen> products) {
  /** The salts of the judge's own comparison with the reference and of its second-order check. */
  private static final int COTANGENT = 19;

  private static final int DIRECTION = 13;

  /** Larger cases have no products: a rule of a rule is long. */
  private static final int MOST_FOR_PRODUCTS = 64;

  /**
   * A tensor and its bounds.
   *
   * @param name {@code 0} of the first result, the argument's name of a gradient
   * @param want the right numbers
   * @param bounds per arithmetic and real number, finite and not negative; none where what is right
   *     is exact
   */
  public record Frozen(String name, Tensor want, List<double[]> bounds) {}

  /**
   * The case that {@code token} stands for; empty where the operation does not take it, or where
   * something of it is left open in one of the arithmetics.
   *
   * @param second whether products are wanted as well
   */
  public static Optional<FrozenCase> of(Token token, List<Declared> arithmetics, boolean second) {
    Case kase = token.draw();
    try {
      kase.call();
    } catch (AssayException e) {
      return Optional.empty(); // the operation takes no such type
    }
    long salt = token.toString().hashCode();
    List<Trial> trials = new ArrayList<>();
    for (Backend b : arithmetics) {
      trials.add(new Trial(b, kase, token.values(), salt));
    }
    return results(trials).map(y -> withDerivatives(trials, y, second));
  }

  private static Optional<List<Frozen>> results(List<Trial> trials) {
    List<ResultBound> all = trials.stream().map(ResultBound::of).toList();
    List<Tensor> want = all.get(0).want();
    List<Frozen> out = new ArrayList<>();
    for (int j = 0; j < want.size(); j++) {
      int result = j;
      DType type = want.get(j).dtype();
      boolean decided =
          all.stream().allMatch(b -> isDecided(type, b.telling().get(result), b, result));
      if (!decided) {
        return Optional.empty();
      }
      List<double[]> bounds =
          type.isContinuous()
              ? all.stream()
                  .map(b -> ofNumbers(b.values().get(result), b.bounds().get(result)))
                  .toList()
              : List.of();
      out.add(new Frozen(Integer.toString(j), want.get(j), bounds));
    }
    return Optional.of(out);
  }

  private static boolean isDecided(DType type, boolean[] telling, ResultBound b, int j) {
    double[] stored =
        b.want().get(j).dtype() == DType.STRING ? new double[0] : b.want().get(j).toDoubles();
    for (int i = 0; i < stored.length; i++) {
      double v = b.values().get(j)[i];
      double bound = b.bounds().get(j)[i];
      boolean same = Double.isNaN(v) ? Double.isNaN(stored[i]) : v == stored[i];
      // an infinity that stands for a number, a number near which there is infinity
      boolean inside = !Double.isFinite(v) || Format.of(type).isInside(v, bound);
      if (!telling[i] || !same || !inside) {
        return false;
      }
    }
    return true;
  }

  /** Infinities and NaN have no distance. */
  private static double[] ofNumbers(double[] values, double[] bounds) {
    double[] out = bounds.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isFinite(values[i]) ? out[i] : 0;
    }
    return out;
  }

  private static FrozenCase withDerivatives(List<Trial> trials, List<Frozen> y, boolean second) {
    Trial t = trials.get(0);
    FrozenCase plain = new FrozenCase(t.kase(), y, List.of(), List.of(), List.of(), List.of());
    if (t.values() != Draw.Values.SMOOTH || !t.isDifferentiable()) {
      return plain;
    }
    double[][] v = t.cotangent(COTANGENT);
    Optional<List<Frozen>> dx = derived(trials, wide -> wide.vjp(v));
    if (dx.isEmpty()) {
      return plain;
    }
    List<Tensor> cotangents = new ArrayList<>();
    for (int j = 0; j < y.size(); j++) {
      Tensor like = y.get(j).want();
      cotangents.add(
          like.dtype().isContinuous()
              ? Reals.like(like, v[j])
              : Tensor.zeros(like.dtype(), like.shape()));
    }
    FrozenCase first = new FrozenCase(t.kase(), y, cotangents, dx.get(), List.of(), List.of());
    if (!second || t.inputElements() > MOST_FOR_PRODUCTS) {
      return first;
    }
    double[][] u = t.direction(DIRECTION);
    return derived(trials, wide -> SecondOrder.hessianTimes(wide, u, v))
        .map(
            hu ->
                new FrozenCase(
                    t.kase(),
                    y,
                    cotangents,
                    dx.get(),
                    t.differentiable().stream().map(i -> Reals.like(t.call().in(i), u[i])).toList(),
                    hu))
        .orElse(first);
  }

  /**
   * What {@code computation} derives in float64, rounded once; empty where that is zero everywhere,
   * which a program that computes nothing would have right, or no finite number.
   */
  private static Optional<List<Frozen>> derived(
      List<Trial> trials, Function<Trial, List<Optional<Tensor>>> computation) {
    Trial t = trials.get(0);
    List<GradientBound> all =
        trials.stream().map(each -> GradientBound.following(each, computation)).toList();
    boolean any = false;
    List<Frozen> out = new ArrayList<>();
    for (int i : t.differentiable()) {
      Tensor argument = t.call().in(i);
      Tensor wide = all.get(0).want().get(i).orElseThrow();
      Tensor want = Reals.cast(wide, argument.dtype().realType());
      double[] g = want.toDoubles();
      for (GradientBound b : all) {
        for (int n = 0; n < g.length; n++) {
          if (!Format.of(argument.dtype()).isInside(g[n], b.bounds().get(i)[n])) {
            return Optional.empty();
          }
        }
      }
      if (argument.dtype().realType() != t.dtype() || !want.shape().equals(argument.shape())) {
        return Optional.empty(); // the judge stores all gradients in the type of the first
      }
      any |= Arrays.stream(g).anyMatch(d -> d != 0);
      out.add(
          new Frozen(name(t.call(), i), want, all.stream().map(b -> b.bounds().get(i)).toList()));
    }
    return any ? Optional.of(out) : Optional.empty();
  }

  /** What the i-th argument of a call is called: its number in a list, else its name. */
  public static String name(Call call, int i) {
    return call.op().input(i).arity() == InputSpec.Arity.LIST
        ? Integer.toString(i)
        : call.op().input(i).name();
  }
}
