package dev.assay.tck.eval;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reference's gradients: floating arguments and cotangents are widened to binary64, the
 * registered rule runs there, and each gradient is rounded once to its argument's type.
 */
public final class WideGradients {
  private WideGradients() {}

  /**
   * The gradients of {@code Σ⟨cotangentⱼ, yⱼ⟩}, empty for arguments that have none.
   *
   * @param cotangents one per result; those of results that are no numbers are not looked at
   */
  public static List<Optional<Tensor>> of(Call call, List<Tensor> cotangents) {
    ReferenceBackend reference = ReferenceBackend.instance();
    Call wide =
        Call.of(
            call.op(), call.inputs().stream().map(WideGradients::widened).toList(), call.attrs());
    List<Tensor> outputs = reference.run(wide);
    List<Tensor> wideCotangents = new ArrayList<>();
    for (int j = 0; j < outputs.size(); j++) {
      wideCotangents.add(as(cotangents.get(j), outputs.get(j).dtype()));
    }
    List<Optional<Tensor>> grads = reference.vjp(wide, outputs, wideCotangents);
    List<Optional<Tensor>> out = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      DType dtype = call.in(i).dtype();
      out.add(hasGradient(call, i) ? grads.get(i).map(g -> as(g, dtype)) : Optional.empty());
    }
    return out;
  }

  /** Whether the i-th argument has a derivative: by its rule, and by its type. */
  public static boolean hasGradient(Call call, int i) {
    return isContinuous(call.in(i).dtype()) && call.op().derivative(i) instanceof Derivative.Rule;
  }

  /** Whether elements of this type can be differentiated by. */
  static boolean isContinuous(DType dtype) {
    return dtype.isContinuous();
  }

  private static Tensor widened(Tensor t) {
    return t.dtype().isFloating()
        ? as(t, DType.FLOAT64)
        : t.dtype().isComplex() ? as(t, DType.COMPLEX128) : t;
  }

  private static Tensor as(Tensor t, DType dtype) {
    return t.dtype() == dtype
        ? t
        : Tensor.of(t.shape(), HostStorage.ofDoubles(dtype, t.host().doubles().clone()));
  }
}
