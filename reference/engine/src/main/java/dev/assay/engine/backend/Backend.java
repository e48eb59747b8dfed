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

  /**
   * The devices it drives, the same as long as it lives: {@code /cpu:0}, {@code /gpu:0}. Calls go
   * to the first where no scope names another; {@link Devices#deviceOf} says which.
   *
   * <p>Empty where there are none right now, since there is no driver: the backend is known
   * nevertheless, {@link #absence} says why, and {@link #capability} gives that reason for every
   * call.
   */
  List<String> devices();

  /** Why it has no devices right now; empty where it has some. */
  default String absence() {
    return devices().isEmpty() ? "it has no devices" : "";
  }

  /** What drives the devices, with versions, for the records; empty where nothing does. */
  default String driver() {
    return "";
  }

  /**
   * More about each of {@link #devices}, in the same order; the same as long as it lives. A backend
   * whose devices differ states it.
   */
  default List<DeviceDetails> details() {
    return devices().stream().map(name -> DeviceDetails.of(name, driver(), precision())).toList();
  }

  /**
   * Whether this backend carries out such calls: by operation, dtypes and attributes. A backend
   * whose devices differ answers for {@link Devices#deviceOf}.
   */
  Capability capability(Call call);

  /**
   * The arithmetic it declares. A backend whose devices differ answers for {@link
   * Devices#deviceOf}.
   */
  PrecisionClass precision();

  /**
   * How exact its elementary functions are. A backend whose devices differ answers for {@link
   * Devices#deviceOf}.
   */
  default Accuracy accuracy() {
    return Accuracy.STRICT;
  }

  /**
   * The results of a supported call, of the types that {@link Call#outputs} states. They may stay
   * on a device, {@link dev.assay.engine.tensor.Storage}; those that types alone decide, of {@code
   * shape}, {@code size} and {@code rank}, are better off on the host, where later calls look for
   * the shapes of their results.
   */
  List<Tensor> run(Call call);

  /**
   * As {@link #run}, for a call whose only result is read by exactly one later call on the same
   * device and seen by nobody else: the backend may put the work off and do both calls in one. The
   * elements are there for whoever asks nevertheless; an error of this call may come with the later
   * one. Graphs know such calls; nothing is put off while a tape records.
   */
  default List<Tensor> runLazily(Call call) {
    return run(call);
  }

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
