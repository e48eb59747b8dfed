package dev.assay.proof;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.Optional;

/** Calls of an operation, of every element type and as the judge draws them. */
public final class Calls {
  private static final List<DType> TYPES =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.FLOAT32, DType.INT8, DType.INT64);

  private static final int TILES_EVERY = 4;
  private static final long SEED = 5;

  private Calls() {}

  /**
   * The i-th call, every fourth across tiles; nothing where the operation does not take the type.
   */
  public static Optional<Call> drawn(String op, int i) {
    Choices choices = Choices.seeded(SEED, op, i);
    return i % TILES_EVERY == TILES_EVERY - 1
        ? of(op, DType.FLOAT32, choices, Draw.Values.TILES)
        : of(op, TYPES.get(i % TYPES.size()), choices);
  }

  /** The small call of such decisions; nothing where the operation does not take the type. */
  public static Optional<Call> of(String op, DType dtype, Choices choices) {
    return of(op, dtype, choices, dtype.isInteger() ? Draw.Values.INTEGERS : Draw.Values.SMOOTH);
  }

  /** As above, with zeros, infinities and NaN among the elements. */
  public static Optional<Call> wild(String op, Choices choices) {
    return of(op, DType.FLOAT32, choices, Draw.Values.WILD);
  }

  private static Optional<Call> of(String op, DType dtype, Choices choices, Draw.Values values) {
    try {
      Draw draw = new Draw(choices, dtype, values);
      return Optional.of(CaseRegistry.find(op).orElseThrow().draw(draw).call());
    } catch (AssayException e) {
      return Optional.empty();
    }
  }

  /** The results where the backend supports the call. */
  public static List<Tensor> run(Backend backend, Call call) {
    return Devices.with(
        backend,
        () -> backend.capability(call).isSupported() ? backend.run(call) : List.<Tensor>of());
  }

  /** Whether both have the same bits. */
  public static boolean same(List<Tensor> a, List<Tensor> b) {
    boolean same = a.size() == b.size();
    for (int j = 0; same && j < a.size(); j++) {
      same = a.get(j).sameAs(b.get(j));
    }
    return same;
  }
}
