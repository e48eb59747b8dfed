package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Carries calls out. Implementations are found with {@link java.util.ServiceLoader}; the engine
 * never knows who they are. Safe to use from several threads.
 */
public interface Backend {
  /** A short name: {@code reference}, {@code opencl}. */
  String name();

  /** The devices it drives, at least one: {@code /cpu:0}, {@code /gpu:0}. */
  List<String> devices();

  /** What drives the devices, with versions, for the records; empty where nothing does. */
  default String driver() {
    return "";
  }

  /** Whether this backend carries out such calls: by operation, dtypes and attributes. */
  Capability capability(Call call);

  /** The arithmetic it declares. */
  PrecisionClass precision();

  /** The results of a supported call, of the types that {@link Call#outputs} states. */
  List<Tensor> run(Call call);

  /**
   * The cotangents of the inputs, empty where an input has no derivative. By default the registered
   * rule, every operation of it carried out by this backend; a backend with fused gradients
   * overrides this.
   *
   * @param outputs the results of the call
   * @param cotangents one per result
   */
  default List<Optional<Tensor>> vjp(Call call, List<Tensor> outputs, List<Tensor> cotangents) {
    return Devices.with(this, () -> Vjps.byRule(call, outputs, cotangents));
  }
}
