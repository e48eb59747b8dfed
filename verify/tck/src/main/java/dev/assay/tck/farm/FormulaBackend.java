package dev.assay.tck.farm;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Rounded;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.spec.SpecTensor;
import dev.assay.spec.Summation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every operation that has a formula in float32 arithmetic: the formula itself, every step of it
 * rounded, sums in an order of the backend's own, elementary functions off by as much as it
 * declares. Such a backend is correct as far as it declares what it does, and the worst that is.
 *
 * @param name the backend's name
 * @param precision the class it declares
 * @param kept how a sum or product is rounded
 * @param summation how a sum of many addends is carried out
 * @param accuracy the errors of its elementary functions, which it declares
 * @param share how much of them it makes use of
 */
public record FormulaBackend(
    String name,
    PrecisionClass precision,
    Store kept,
    Summation summation,
    Accuracy accuracy,
    double share)
    implements Backend, Rounded.Rounding {
  /** Random bits and operations with one right answer are not what it is about. */
  private static final Set<String> FAMILIES = Set.of("random", "string", "control");

  /** How a number is stored in 24 bits. */
  public enum Store {
    /** To the nearest. */
    NEAREST,
    /** Towards zero. */
    TRUNCATED,
    /** To the nearest, subnormal results to zero. */
    FLUSHED;

    /**
     * The number in 24 bits, exponents as in binary64: a formula that overflows where it need not
     * is the specification's, which is naive.
     */
    double apply(double x) {
      if (x == 0 || !Double.isFinite(x)) {
        return x;
      }
      int exponent = Math.getExponent(x);
      double digits = Math.scalb(x, -exponent);
      double nearest = (float) digits;
      double kept =
          this == TRUNCATED && Math.abs(nearest) > Math.abs(digits)
              ? nearest - Math.copySign(0x1p-23, digits)
              : nearest;
      return Math.scalb(kept, exponent);
    }

    /** The number as it lies in memory. */
    double store(double x) {
      float stored = (float) x;
      return this == FLUSHED && Math.abs(stored) < Float.MIN_NORMAL ? 0 : stored;
    }
  }

  @Override
  public List<String> devices() {
    return List.of("/formula:0");
  }

  @Override
  public Capability capability(Call call) {
    boolean formula =
        SpecRegistry.find(call.op().name()).filter(s -> s.exact().isEmpty()).isPresent();
    boolean wide =
        call.inputs().stream().map(Tensor::dtype).anyMatch(FormulaBackend::isWide)
            || call.outputs().stream().map(TensorType::dtype).anyMatch(FormulaBackend::isWide);
    return formula && !wide && !FAMILIES.contains(OpRegistry.family(call.op()))
        ? Capability.supported()
        : Capability.unsupported("formulas in float32 only");
  }

  private static boolean isWide(DType t) {
    return t.isContinuous() && t.realType() != DType.FLOAT32;
  }

  @Override
  public double round(double exact) {
    return kept.apply(exact);
  }

  @Override
  public double constant(double exact) {
    return Store.NEAREST.apply(exact);
  }

  @Override
  public double function(Elementary which, double exact) {
    double ulps = accuracy.ulps(which, DType.FLOAT32);
    double nearest = kept.apply(exact);
    if (ulps <= 1 || !Double.isFinite(nearest) || nearest == 0) {
      return nearest;
    }
    // up or down as the low bits of the exact value have it
    long hash = Double.doubleToLongBits(exact) * 0x9E3779B97F4A7C15L;
    double way = (hash >>> 11) * 0x1p-52 - 1;
    double ulp = Math.scalb(1.0, Math.getExponent(nearest) - 23);
    return kept.apply(nearest + way * share * (ulps - 1) * ulp);
  }

  @Override
  public List<Tensor> run(Call call) {
    boolean floating =
        call.inputs().stream().anyMatch(t -> t.dtype().isContinuous())
            || call.outputs().stream().anyMatch(t -> t.dtype().isContinuous());
    // the conventions at special values are no rounding, and not all formulas have them
    boolean special =
        call.inputs().stream()
            .filter(t -> t.dtype().isContinuous())
            .flatMapToDouble(t -> Arrays.stream(t.toDoubles()))
            .anyMatch(x -> !Double.isFinite(x));
    if (!floating || special) {
      return call.runReference();
    }
    Spec spec = SpecRegistry.find(call.op().name()).orElseThrow();
    List<SpecTensor<Rounded>> y = Evaluation.of(spec, call, Arithmetics.rounded(this)).outputs();
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < y.size(); j++) {
      DType dtype = call.outputs().get(j).dtype();
      boolean continuous = dtype.isContinuous();
      double[] v =
          y.get(j).values().stream()
              .mapToDouble(Rounded::getReal)
              .map(x -> continuous ? kept.store(x) : x)
              .toArray();
      out.add(
          Tensor.of(
              dtype.isComplex()
                  ? y.get(j).shape().slice(0, y.get(j).shape().rank() - 1)
                  : y.get(j).shape(),
              HostStorage.ofDoubles(dtype, v)));
    }
    return out;
  }
}
