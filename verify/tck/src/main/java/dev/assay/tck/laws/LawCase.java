package dev.assay.tck.laws;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Roundings;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Domain;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.judge.Compare;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One case of a law: what its arguments are drawn with, its operations, what it states. */
public final class LawCase {
  /** Both sides' running errors, and slack for second-order terms. */
  private static final double SAFETY = 4;

  private final Backend backend;
  private final Draw draw;
  private final BoundedArithmetic arithmetic;
  private final Set<String> ran = new TreeSet<>();
  private final Compare compare =
      new Compare(Method.LAWS, "4·u·(running errors of both sides), 0 where both are exact");
  private boolean stated;

  /** Thrown where the backend declares that it does not do something. */
  static final class UnsupportedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedException(String reason) {
      super(reason, null, false, false);
    }
  }

  LawCase(Backend backend, Draw draw) {
    this.backend = backend;
    this.draw = draw;
    this.arithmetic = Arithmetics.bounded(Roundings.of(backend.accuracy(), draw.dtype()));
  }

  /** What shapes and sizes are drawn with. */
  public Draw draw() {
    return draw;
  }

  /** A floating tensor of the case's type. */
  public Term floats(Shape shape, Domain domain) {
    return of(draw.floats(shape, domain));
  }

  /** A complex tensor whose parts are of the case's type. */
  public Term complexes(Shape shape, Domain domain) {
    return of(draw.complexes(shape, domain));
  }

  /** A tensor. */
  public Term of(Tensor tensor) {
    return new Term(tensor, arithmetic);
  }

  /** A scalar of the case's type. */
  public Term scalar(double value) {
    return of(Tensor.of(draw.dtype(), Shape.scalar(), value));
  }

  /** Indices 0 … n − 1 in some order. */
  public Term permutation(int n) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(draw.choose(1 << 20)));
    return of(
        Tensor.ofLongs(
            DType.INT32, Shape.of(n), order.stream().mapToLong(Integer::longValue).toArray()));
  }

  /** The first result of an operation without attributes. */
  public Term op(String op, Term... inputs) {
    return op(op, Attributes.none(), inputs);
  }

  /** The first result of an operation. */
  public Term op(String op, Attributes attrs, Term... inputs) {
    return all(op, attrs, inputs).get(0);
  }

  /** All results of an operation. */
  public List<Term> all(String op, Attributes attrs, Term... inputs) {
    List<Tensor> values = Arrays.stream(inputs).map(Term::value).toList();
    Call call = Call.of(OpRegistry.get(op), values, attrs);
    ran.add(op);
    if (backend.capability(call) instanceof Capability.Unsupported no) {
      throw new UnsupportedException(op + ": " + no.reason());
    }
    List<Tensor> outputs = backend.run(call);
    List<SpecTensor<Bounded>> bounds = new ArrayList<>();
    List<Term> out = new ArrayList<>();
    for (int j = 0; j < outputs.size(); j++) {
      int index = j;
      out.add(
          new Term(
              outputs.get(j),
              () -> {
                if (bounds.isEmpty()) {
                  bounds.addAll(evaluate(call, inputs));
                }
                return bounds.get(index);
              }));
    }
    return out;
  }

  private List<SpecTensor<Bounded>> evaluate(Call call, Term... inputs) {
    Spec spec = SpecRegistry.find(call.op().name()).orElseThrow();
    List<SpecTensor<Bounded>> lifted = Arrays.stream(inputs).map(Term::bounds).toList();
    return Evaluation.of(spec, call, arithmetic, lifted).outputs();
  }

  /** States that both are equal in exact arithmetic: within the running errors of both sides. */
  public void equal(Term left, Term right) {
    compare("left side", left, right, false);
  }

  /** States that both are equal in every correct arithmetic, bit for bit but for signs of zero. */
  public void same(Term left, Term right) {
    compare("left side", left, right, true);
  }

  /**
   * States that both are the same computation, for one part or for many: equal on the reference,
   * which computes every element alike; elsewhere within the running errors.
   */
  public void alike(Term left, Term right) {
    compare("left side", left, right, backend.precision() == PrecisionClass.REFERENCE);
  }

  private void compare(String what, Term left, Term right, boolean exact) {
    stated = true;
    Tensor a = left.value();
    Tensor b = right.value();
    if (!a.shape().equals(b.shape())) {
      compare.fail("left side has shape " + a.shape() + ", right side " + b.shape());
      return;
    }
    double[] got = a.toDoubles();
    double[] want = b.toDoubles();
    double unit = unit(a.dtype());
    for (int i = 0; i < got.length && compare.ok(); i++) {
      double bound = 0;
      if (!exact && got[i] != want[i]) {
        double e = left.bounds().get(i).error() + right.bounds().get(i).error();
        bound = e == 0 ? 0 : SAFETY * unit * e + tiny(a.dtype());
      }
      compare.element(what, Evaluation.shape(a), i, a.dtype(), got[i], want[i], bound);
    }
  }

  /** The largest relative error of one operation and its store. */
  private double unit(DType dtype) {
    return dtype.realType() == DType.FLOAT64
        ? 0x1p-53
        : Math.max(0x1p-24, backend.precision().unitRoundoff());
  }

  /** What a result that is flushed to zero may lose. */
  private static double tiny(DType dtype) {
    return dtype.realType() == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
  }

  /** The tensor with every element multiplied by 2ᵏ, by the judge itself. */
  Term scaled(Term x, int k) {
    double[] v = x.value().toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.scalb(v[i], k);
    }
    return of(Tensor.of(x.shape(), HostStorage.ofDoubles(x.value().dtype(), v)));
  }

  /** The operations that ran. */
  Set<String> ran() {
    return ran;
  }

  /** What is to be said of the case; empty where the law says nothing of it. */
  Optional<Outcome> outcome() {
    return stated ? Optional.of(compare.outcome()) : Optional.empty();
  }
}
