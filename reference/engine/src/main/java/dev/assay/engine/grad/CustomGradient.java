package dev.assay.engine.grad;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A function whose derivative is stated and not derived. Works on tensors and on symbols, as long
 * as function and derivative are made of registered operations; the derivative is differentiable
 * again.
 *
 * <pre>{@code
 * // log(1 + eˣ), with a gradient that does not overflow
 * CustomGradient f =
 *     CustomGradient.of(
 *         x -> Maths.log(Maths.add(Maths.exp(x), 1)),
 *         (x, y, dy) -> Maths.multiply(dy, Nn.sigmoid(x)));
 * }</pre>
 */
public final class CustomGradient {
  /** A function of several tensors. */
  @FunctionalInterface
  public interface Forward {
    /** The results. */
    List<Tensor> apply(List<Tensor> xs);
  }

  /** The vector-Jacobian product of a function of several tensors. */
  @FunctionalInterface
  public interface Vjp {
    /**
     * The cotangents of the arguments, each of its argument's type and shape.
     *
     * @param xs the arguments
     * @param ys the results
     * @param dys the cotangents of the results, zeros where none arrived
     */
    List<Tensor> apply(List<Tensor> xs, List<Tensor> ys, List<Tensor> dys);
  }

  /** The vector-Jacobian product of a function of one tensor. */
  @FunctionalInterface
  public interface UnaryVjp {
    /** The cotangent of the argument {@code x} from that of the result {@code y}. */
    Tensor apply(Tensor x, Tensor y, Tensor dy);
  }

  private final Forward forward;
  private final Vjp vjp;

  private CustomGradient(Forward forward, Vjp vjp) {
    this.forward = forward;
    this.vjp = vjp;
  }

  /** A function of one tensor with the stated derivative. */
  public static CustomGradient of(UnaryOperator<Tensor> forward, UnaryVjp vjp) {
    return ofMany(
        xs -> List.of(forward.apply(xs.get(0))),
        (xs, ys, dys) -> List.of(vjp.apply(xs.get(0), ys.get(0), dys.get(0))));
  }

  /** A function of several tensors with the stated derivative. */
  public static CustomGradient ofMany(Forward forward, Vjp vjp) {
    return new CustomGradient(forward, vjp);
  }

  /** The first result of the function. */
  public Tensor apply(Tensor... xs) {
    return applyAll(List.of(xs)).get(0);
  }

  /** The results of the function. */
  public List<Tensor> applyAll(List<Tensor> xs) {
    List<Tensor> ys = List.copyOf(forward.apply(xs));
    if (ys.isEmpty()) {
      throw new ValueException("custom gradient: the function must have a result");
    }
    List<Tensor> both = new ArrayList<>(ys);
    both.addAll(xs);
    return Dispatch.call(passThrough(ys, xs.size()), Attributes.none(), both);
  }

  /**
   * The operation that takes the results and the arguments and gives the results: a gradient that
   * arrives at it goes to the arguments by the stated rule, and not on to how the results were
   * made.
   */
  private Op passThrough(List<Tensor> ys, int arguments) {
    int n = ys.size();
    Op.Builder op =
        Op.define("custom_gradient").formula("outputs = results, with a stated derivative");
    for (int i = 0; i < n; i++) {
      op.input("result" + i, ANY, "a result of the function")
          .noGradient("result" + i, "the stated derivative stands for it");
    }
    Rule rule = new Rule(n);
    for (int i = 0; i < arguments; i++) {
      op.input("x" + i, ANY, "an argument of the function").vjpEach("x" + i, rule);
    }
    return op.shape(o -> o.inputs().subList(0, n).stream().map(TensorType::of).toList())
        .kernel(c -> c.inputs().subList(0, n).stream().map(CustomGradient::copy).toList())
        .build();
  }

  /** Another tensor of the same elements: tapes tell tensors apart by identity. */
  private static Tensor copy(Tensor t) {
    return Tensor.of(t.shape(), t.storage());
  }

  /** The stated derivative, computed once for all arguments of a pullback. */
  private final class Rule implements Derivative.Vjp {
    private final int results;
    private Optional<Pullback> last = Optional.empty();
    private List<Tensor> found = List.of();

    Rule(int results) {
      this.results = results;
    }

    @Override
    public synchronized Tensor apply(Pullback p, int i) {
      if (last.isEmpty() || last.get() != p) {
        List<Tensor> xs = p.call().inputs().subList(results, p.call().count());
        found = vjp.apply(xs, p.outputs(), p.cotangents());
        check(xs, found);
        last = Optional.of(p);
      }
      return found.get(i - results);
    }
  }

  private static void check(List<Tensor> xs, List<Tensor> dxs) {
    if (dxs.size() != xs.size()) {
      throw new ValueException(
          "custom gradient: " + dxs.size() + " cotangents for " + xs.size() + " arguments");
    }
    for (int i = 0; i < xs.size(); i++) {
      Tensor x = xs.get(i);
      Tensor dx = dxs.get(i);
      if (x.dtype() != dx.dtype()) {
        throw new DTypeException(
            "custom gradient: cotangent of " + dx.dtype() + " for an argument of " + x.dtype());
      }
      if (!x.shape().compatible(dx.shape())) {
        throw new ShapeException(
            "custom gradient: cotangent of " + dx.shape() + " for an argument of " + x.shape());
      }
    }
  }
}
