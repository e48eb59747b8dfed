package dev.assay.engine.backend;

import dev.assay.engine.BackendException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which backend and device carries out the calls of the current thread.
 *
 * <p>Without a scope it is the reference. In a scope of {@link #device} it is the backend that
 * drives that device; where there is none, or where it does not support the call, the call is an
 * error, or with {@link #softPlacement} falls back to the reference, which the {@link #log} shows.
 * Inside {@link #with} it is the given backend, whatever scopes there are, and nothing falls back.
 * Operations that are not registered, such as stated derivatives, are known to no backend: their
 * own loops run them, and the log says so.
 *
 * <pre>{@code
 * try (var gpu = Devices.device("/gpu:0")) {
 *   y = LinAlg.matmul(w, x);
 * }
 * }</pre>
 *
 * <p>Backends are found with {@link java.util.ServiceLoader}. If several drive a device of one name
 * the reference comes first, then the order of the class path.
 */
public final class Devices {
  /** Something in force until it is closed, on the thread that opened it, inner scopes first. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  private record State(Optional<Backend> strict, Optional<String> device, boolean soft) {}

  private record Chosen(Backend backend, String device, Optional<String> fallback) {}

  private static final ThreadLocal<State> STATE =
      ThreadLocal.withInitial(() -> new State(Optional.empty(), Optional.empty(), false));
  private static final PlacementLog LOG = new PlacementLog();

  private Devices() {}

  /**
   * New calls of this thread go to the device of that name: {@code /cpu:0}, {@code /device:GPU:1}.
   */
  public static Scope device(String name) {
    State before = STATE.get();
    return enter(
        new State(before.strict(), Optional.of(DeviceName.canonical(name)), before.soft()));
  }

  /**
   * Whether calls of this thread that their device cannot carry out fall back to the reference.
   * Outside of any such scope they do not.
   */
  public static Scope softPlacement(boolean allowed) {
    State before = STATE.get();
    return enter(new State(before.strict(), before.device(), allowed));
  }

  private static Scope enter(State state) {
    State before = STATE.get();
    Thread owner = Thread.currentThread();
    STATE.set(state);
    return () -> {
      if (Thread.currentThread() != owner) {
        throw new ValueException("device: a scope is closed by the thread that opened it");
      }
      STATE.set(before);
    };
  }

  /** Runs {@code body} with {@code backend} as this thread's backend. Nothing falls back. */
  public static <T> T with(Backend backend, Supplier<T> body) {
    State s = STATE.get();
    ValueException.requireGiven(backend, "device: the backend");
    return in(new State(Optional.of(backend), s.device(), s.soft()), body);
  }

  /** Runs {@code body} on the given device, or where this thread's calls go if it is empty. */
  public static <T> T at(Optional<String> device, Supplier<T> body) {
    State s = STATE.get();
    return ValueException.requireGiven(device, "device: the name").isEmpty()
        ? body.get()
        : in(new State(s.strict(), device.map(DeviceName::canonical), s.soft()), body);
  }

  /** {@code body} with the scopes that this thread is in now, whichever thread runs it. */
  public static Runnable asHere(Runnable body) {
    State here = STATE.get();
    ValueException.requireGiven(body, "device: the body");
    return () -> {
      State before = STATE.get();
      STATE.set(here);
      try {
        body.run();
      } finally {
        STATE.set(before);
      }
    };
  }

  private static <T> T in(State state, Supplier<T> body) {
    State before = STATE.get();
    STATE.set(state);
    try {
      return body.get();
    } finally {
      STATE.set(before);
    }
  }

  /** The device of the innermost scope, by the name that was given there. */
  public static Optional<String> scope() {
    return STATE.get().device();
  }

  /**
   * Which of its devices {@code backend} carries this thread's calls out on: the one of the
   * innermost scope if it is the backend's, also by an alias, else its first; by the name that
   * placement uses. Empty where it has none.
   */
  public static Optional<String> deviceOf(Backend backend) {
    ValueException.requireGiven(backend, "device: the backend");
    return DeviceNames.of(backend).choose(STATE.get().device());
  }

  /** As {@link #deviceOf}, and what there is to know of the device. */
  public static Optional<DeviceDetails> detailsOf(Backend backend) {
    Optional<String> device = deviceOf(backend);
    return backend.details().stream().filter(d -> device.equals(Optional.of(d.name()))).findFirst();
  }

  /** The backend of {@link #with}, where this thread is inside one. */
  public static Optional<Backend> strict() {
    return STATE.get().strict();
  }

  /** The backend that new calls of this thread go to if it supports them. */
  public static Backend current() {
    State s = STATE.get();
    return s.strict()
        .or(() -> s.device().flatMap(Devices::driverOf))
        .orElse(ReferenceBackend.instance());
  }

  /** All backends, the reference first. */
  public static List<Backend> backends() {
    return Backends.ALL;
  }

  /** Backends on the class path that could not be loaded, and why. */
  public static Map<String, String> unavailable() {
    return Collections.unmodifiableMap(Backends.UNAVAILABLE);
  }

  /** The backend of that name. */
  public static Backend backend(String name) {
    ValueException.requireGiven(name, "backend: the name");
    if (name.equals(ReferenceBackend.instance().name())) {
      return ReferenceBackend.instance(); // without loading the others and their drivers
    }
    return backends().stream()
        .filter(b -> b.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BackendException(
                    "unknown backend \""
                        + name
                        + "\", known: "
                        + String.join(", ", backends().stream().map(Backend::name).toList())
                        + notLoaded()));
  }

  private static String notLoaded() {
    return unavailable().isEmpty()
        ? ""
        : unavailable().entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining("; ", "; could not be loaded: ", ""));
  }

  /** The backend that drives the device of that name. */
  public static Backend driving(String device) {
    String name = DeviceName.canonical(ValueException.requireGiven(device, "device: the name"));
    return driverOf(name).orElseThrow(() -> new BackendException(noDevice(name)));
  }

  /** Whether {@code backend} drives a device of that name, or of that alias. */
  public static boolean drives(Backend backend, String device) {
    ValueException.requireGiven(backend, "device: the backend");
    String name = DeviceName.canonical(ValueException.requireGiven(device, "device: the name"));
    return DeviceNames.of(backend).primary().containsKey(name);
  }

  /** All names of devices, aliases too, and the backend that drives each. */
  public static Map<String, Backend> devices() {
    return Collections.unmodifiableMap(Backends.DEVICES);
  }

  /** Where calls were carried out. */
  public static PlacementLog log() {
    return LOG;
  }

  private static Optional<Backend> driverOf(String device) {
    return Optional.ofNullable(Backends.DEVICES.get(device));
  }

  /** Chooses who carries {@code call} out and notes it down; an error if nobody may. */
  static Backend place(Call call) {
    Chosen chosen = choose(call, STATE.get());
    LOG.add(
        new Placement(
            call.op().name(), chosen.device(), chosen.backend().name(), chosen.fallback()));
    return chosen.backend();
  }

  private static Chosen choose(Call call, State state) {
    if (state.strict().isEmpty() && state.device().isEmpty()) {
      return reference(Optional.empty());
    }
    Optional<Backend> asked = state.strict().or(() -> driverOf(state.device().get()));
    if (asked.isEmpty()) {
      return fallBack(call, state, noDevice(state.device().get()));
    }
    Backend backend = asked.get();
    if (OpRegistry.family(call.op()).equals("unregistered") && !isReference(backend)) {
      return reference(Optional.of("an operation that is not registered runs its own loops"));
    }
    if (backend.capability(call) instanceof Capability.Unsupported no) {
      return fallBack(
          call, state, "backend " + backend.name() + " does not support it: " + no.reason());
    }
    Optional<String> device = DeviceNames.of(backend).choose(state.device());
    return device.isPresent()
        ? new Chosen(backend, device.get(), Optional.empty())
        : fallBack(call, state, "backend " + backend.name() + ": " + backend.absence());
  }

  private static Chosen fallBack(Call call, State state, String reason) {
    if (state.strict().isPresent() || !state.soft()) {
      throw BackendException.unsupported(call.op().name() + ": " + reason);
    }
    return reference(Optional.of(reason));
  }

  private static Chosen reference(Optional<String> fallback) {
    return new Chosen(ReferenceBackend.instance(), "/cpu:0", fallback);
  }

  private static boolean isReference(Backend backend) {
    return backend == ReferenceBackend.instance();
  }

  private static String noDevice(String name) {
    return "there is no device " + name + ", only " + devices().keySet();
  }
}
