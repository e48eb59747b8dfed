package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Roundings;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One case on one backend: the call, its results, and the random directions that methods share. The
 * entries of directions and cotangents are ±Uniform[½, 1]: none is near zero.
 */
final class Trial {
  /** The unit roundoff of binary64, in which the judge computes. */
  static final double BINARY64 = 0x1p-53;

  private final Backend backend;
  private final Case kase;
  private final Draw.Values values;
  private final Call call;
  private final Spec spec;
  private final long seed;
  private final List<Tensor> outputs;

  Trial(Backend backend, Case kase, Draw.Values values, long seed) {
    this(backend, kase, values, seed, backend.run(kase.call()));
  }

  /** A case that the backend has already run. */
  Trial(Backend backend, Case kase, Draw.Values values, long seed, List<Tensor> outputs) {
    this.backend = backend;
    this.kase = kase;
    this.values = values;
    this.call = kase.call();
    this.spec =
        SpecRegistry.find(kase.op())
            .orElseThrow(() -> new IllegalStateException("no specification: " + kase.op()));
    this.seed = seed;
    this.outputs = outputs;
  }

  Backend backend() {
    return backend;
  }

  Case kase() {
    return kase;
  }

  Draw.Values values() {
    return values;
  }

  Call call() {
    return call;
  }

  Spec spec() {
    return spec;
  }

  /** What the backend computed. */
  List<Tensor> outputs() {
    return outputs;
  }

  /** The results of the same operation on other tensors. */
  List<Tensor> run(List<Tensor> inputs) {
    return backend.run(kase.with(inputs).call());
  }

  /** The unit roundoff of the arithmetic that produced the results. */
  double unit() {
    return unit(backend, dtype());
  }

  /** The unit roundoff of a backend's arithmetic on a real type. */
  static double unit(Backend backend, DType real) {
    PrecisionClass p = backend.precision();
    return p == PrecisionClass.REFERENCE || real == DType.FLOAT64 ? BINARY64 : p.unitRoundoff();
  }

  /** Whether the backend declares binary64 inside: then its rules have few and small errors. */
  boolean isReference() {
    return backend.precision() == PrecisionClass.REFERENCE;
  }

  /** Whether single operations round to nearest, so that their errors are as often up as down. */
  boolean roundsToNearest() {
    return switch (backend.precision()) {
      case REFERENCE, RN32, FTZ32 -> true;
      case RTZ32, TF32, BF16, FP16_ACC, FAST_MATH -> false;
    };
  }

  /** Values with bounds on the errors that the backend may make on numbers of this case's type. */
  BoundedArithmetic bounded() {
    return Arithmetics.bounded(roundings(backend, dtype()));
  }

  /** What the operations of a backend may err by on numbers of a real type. */
  static Roundings roundings(Backend backend, DType real) {
    Roundings all = Roundings.of(backend.accuracy(), real);
    double unit = unit(backend, real);
    if (unit == BINARY64) {
      return all;
    }
    boolean flushes = backend.precision() == PrecisionClass.FTZ32;
    return all.inBinary32((flushes ? 0x1p-126 : 0x1p-150) / unit);
  }

  /**
   * What underflow may add to the error of one result: where relative bounds end, an elementary
   * function is still allowed its four units, of the smallest number; a backend that flushes loses
   * every addend below the smallest normal number. Higham, (2.8).
   */
  double underflow() {
    if (unit() == BINARY64) {
      return 4 * Double.MIN_VALUE;
    }
    return backend.precision() == PrecisionClass.FTZ32
        ? 0x1p-126 * (1 + inputElements())
        : 4 * (double) Float.MIN_VALUE;
  }

  /**
   * What storing {@code v} may cost: so many ulps; where every operation truncates, overflow ends
   * at the largest number (IEEE 754, 7.4).
   */
  double storing(DType type, double v, double ulps) {
    Format format = Format.of(type);
    boolean truncates = backend.precision() == PrecisionClass.RTZ32;
    return ulps * format.ulp(v) + (truncates ? format.beyond(v) : 0);
  }

  /**
   * The type of the first floating or complex argument or result, that of its parts; float64 where
   * there is none.
   */
  DType dtype() {
    for (Tensor t : call.inputs()) {
      if (t.dtype().isContinuous()) {
        return t.dtype().realType();
      }
    }
    DType result = call.output().dtype();
    return result.isContinuous() ? result.realType() : DType.FLOAT64;
  }

  /** The positions of the floating and complex arguments that have a derivative. */
  List<Integer> differentiable() {
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      if (call.in(i).dtype().isContinuous() && call.op().derivative(i) instanceof Derivative.Rule) {
        out.add(i);
      }
    }
    return out;
  }

  /** Whether some floating or complex result has elements and some argument has a derivative. */
  boolean isDifferentiable() {
    return !differentiable().isEmpty()
        && outputs.stream().anyMatch(y -> y.dtype().isContinuous() && y.size() > 0);
  }

  /** Whether there is a derivative to judge at a point in general position, and it is not large. */
  boolean hasSmoothDerivative(int mostElements) {
    return values == Draw.Values.SMOOTH
        && isDifferentiable()
        && inputElements() > 0
        && inputElements() <= mostElements;
  }

  /** The real numbers in all arguments. */
  int inputElements() {
    return call.inputs().stream().mapToInt(Reals::count).sum();
  }

  /** Random numbers of this case; another {@code salt} gives others. */
  SplittableRandom random(int salt) {
    return new SplittableRandom(seed * 1009 + salt);
  }

  /** A random direction for every argument; zeros for those without derivative. */
  double[][] direction(int salt) {
    SplittableRandom random = random(31 * salt);
    List<Integer> moving = differentiable();
    double[][] u = new double[call.count()][];
    for (int i = 0; i < u.length; i++) {
      int n = Reals.count(call.in(i));
      u[i] = moving.contains(i) ? entries(random, n) : new double[n];
    }
    return u;
  }

  /** A random cotangent for every result; zeros for integers and truth values. */
  double[][] cotangent(int salt) {
    SplittableRandom random = random(31 * salt + 1);
    double[][] v = new double[outputs.size()][];
    for (int j = 0; j < v.length; j++) {
      Tensor y = outputs.get(j);
      int n = Reals.count(y);
      v[j] = y.dtype().isContinuous() ? entries(random, n) : new double[n];
    }
    return v;
  }

  private static double[] entries(SplittableRandom random, int n) {
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      // 24 bits, so that the entry is a float32 as well
      double magnitude = 0.5 + random.nextInt(1 << 20) * 0x1p-21;
      d[i] = random.nextBoolean() ? magnitude : -magnitude;
    }
    return d;
  }

  /** The cotangents of the arguments for cotangents {@code v} of the results. */
  List<Optional<Tensor>> vjp(double[][] v) {
    return vjp(call, outputs, v);
  }

  List<Optional<Tensor>> vjp(Call at, List<Tensor> results, double[][] v) {
    List<Tensor> cotangents = new ArrayList<>();
    for (int j = 0; j < results.size(); j++) {
      Tensor y = results.get(j);
      cotangents.add(
          y.dtype().isContinuous() ? Reals.like(y, v[j]) : Tensor.zeros(y.dtype(), y.shape()));
    }
    return backend.vjp(at, results, cotangents);
  }

  /** The arguments moved by {@code t·u}. */
  List<Tensor> moved(double[][] u, double t) {
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      Tensor x = call.in(i);
      if (!x.dtype().isContinuous()) {
        out.add(x);
        continue;
      }
      double[] d = x.toDoubles();
      for (int k = 0; k < d.length; k++) {
        d[k] += t * u[i][k];
      }
      out.add(Reals.like(x, d));
    }
    return out;
  }

  /** The floating arguments as another type, the complex ones as that of such parts. */
  Case cast(DType dtype) {
    return kase.with(call.inputs().stream().map(x -> Reals.cast(x, dtype)).toList());
  }
}
