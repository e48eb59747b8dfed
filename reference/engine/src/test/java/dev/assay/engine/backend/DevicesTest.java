package dev.assay.engine.backend;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.BackendException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes are opened for their effect
class DevicesTest {
  private static final Tensor X = Tensor.of(3f);

  /** The placements of {@code body} on this thread. */
  private static List<Placement> placements(Runnable body) {
    List<Placement> seen = new ArrayList<>();
    Thread here = Thread.currentThread();
    try (var listening =
        Devices.log()
            .listen(
                p -> {
                  if (Thread.currentThread() == here) {
                    seen.add(p);
                  }
                })) {
      body.run();
    }
    return seen;
  }

  @Test
  void backendsAreFoundAndABrokenOneDoesNotStopTheOthers() {
    assertSame(ReferenceBackend.instance(), Devices.backends().get(0));
    assertInstanceOf(StubBackend.class, Devices.backend("stub"));
    assertEquals(
        List.of("/cpu:0", "/stub:0", "/acc:0", "/stub:1"), List.copyOf(Devices.devices().keySet()));
    String reason = Devices.unavailable().get(BrokenBackend.class.getName());
    assertTrue(reason.contains("no driver"), reason);
    BackendException e = assertThrows(BackendException.class, () -> Devices.backend("broken"));
    assertTrue(
        e.getMessage()
            .startsWith(
                "unknown backend \"broken\", known: reference, stub, absent; could not be loaded: "),
        e.getMessage());
    assertTrue(
        e.getMessage()
            .contains(
                BrokenBackend.class.getName()
                    + ": java.lang.UnsupportedOperationException: no driver"),
        e.getMessage());
    assertTrue(e.getMessage().contains("NowhereBackend not found"), e.getMessage());
  }

  @Test
  void aBackendWithoutDevicesIsKnownAndDoesNothing() {
    Backend absent = Devices.backend("absent");
    assertEquals(Optional.empty(), Devices.deviceOf(absent));
    assertEquals(Optional.empty(), Devices.detailsOf(absent));
    BackendException e =
        assertThrows(BackendException.class, () -> Devices.with(absent, () -> Maths.square(X)));
    assertEquals("square: backend absent does not support it: no platform", e.getMessage());
    assertTrue(e.isUnsupported());
    assertEquals("it has no devices", new Answering(c -> List.of(), List.of()).absence());
    assertEquals("", Devices.backend("stub").absence());
  }

  @Test
  void aBackendThatForgetsToRefuseWithoutDevicesIsNotCalled() {
    Backend careless =
        new Answering(
            c -> {
              throw new AssertionError("called");
            },
            List.of());
    BackendException e =
        assertThrows(BackendException.class, () -> Devices.with(careless, () -> Maths.square(X)));
    assertEquals("square: backend answering: it has no devices", e.getMessage());
    assertTrue(e.isUnsupported());
  }

  @Test
  void aDeviceHasSeveralNames() {
    Backend stub = Devices.backend("stub");
    assertSame(stub, Devices.driving("/acc:0"));
    assertSame(stub, Devices.driving("/device:STUB:1"));
    assertSame(ReferenceBackend.instance(), Devices.driving("cpu"), "who comes first has the name");
    assertTrue(Devices.drives(stub, "ACC") && Devices.drives(stub, "/cpu:0"));
    assertFalse(Devices.drives(stub, "/stub:2"));
    BackendException e = assertThrows(BackendException.class, () -> Devices.driving("/gpu:7"));
    assertEquals(
        "there is no device /gpu:7, only [/cpu:0, /stub:0, /acc:0, /stub:1]", e.getMessage());
    List<Placement> seen =
        placements(
            () -> {
              try (var scope = Devices.device("acc:0")) {
                assertEquals(Optional.of("/acc:0"), Devices.scope());
                assertEquals(Optional.of("/stub:0"), Devices.deviceOf(stub));
                Maths.square(X);
                assertEquals(Optional.of("/stub:0"), StubBackend.LAST.get());
              }
              Devices.at(Optional.of("/gpu:7"), () -> Devices.with(stub, () -> Maths.square(X)));
            });
    assertEquals(
        List.of("square: /stub:0 (stub)", "square: /stub:0 (stub)"),
        seen.stream().map(Placement::toString).toList());
  }

  @Test
  void devicesOfOneBackendHaveDetailsAndPrecisionsOfTheirOwn() {
    Backend stub = Devices.backend("stub");
    assertEquals(PrecisionClass.RN32, stub.precision());
    try (var scope = Devices.device("/stub:1")) {
      assertEquals(PrecisionClass.FTZ32, stub.precision());
      assertEquals(
          DeviceDetails.of("/stub:1", "stubs 1.2", PrecisionClass.FTZ32),
          Devices.detailsOf(stub).orElseThrow());
    }
    DeviceDetails first = Devices.detailsOf(stub).orElseThrow();
    assertEquals(List.of("/stub:0", "/acc:0", "/cpu:0"), first.names());
    assertEquals(List.of("memory", "cores"), List.copyOf(first.properties().keySet()));
    assertEquals(
        DeviceDetails.of("/cpu:0", "", PrecisionClass.REFERENCE),
        Devices.detailsOf(ReferenceBackend.instance()).orElseThrow());
  }

  @Test
  void deviceNamesAreChecked() {
    for (String good : List.of("/cpu:0", "cpu:0", "/CPU:0", "/device:CPU:0", "/cpu")) {
      try (var scope = Devices.device(good)) {
        assertEquals(Optional.of("/cpu:0"), Devices.scope(), good);
      }
    }
    assertEquals(Optional.empty(), Devices.scope());
    for (String bad :
        List.of("", "/", "/cpu:", "/cpu:-1", "/:gpu:1", "//cpu:0", "/cpu:0 ", "/device:0", "0")) {
      assertThrows(AttributeException.class, () -> Devices.device(bad), bad);
    }
  }

  @Test
  void aScopeSendsCallsToItsDevice() {
    List<Placement> seen =
        placements(
            () -> {
              try (var scope = Devices.device("/stub:1")) {
                assertEquals("stub", Devices.current().name());
                assertEquals(9, Maths.square(X).toDouble());
                assertEquals(Optional.of("/stub:1"), StubBackend.LAST.get());
                try (var inner = Devices.device("/cpu:0")) {
                  Maths.neg(X);
                }
              }
              Maths.square(X);
            });
    assertEquals(
        List.of("square: /stub:1 (stub)", "neg: /cpu:0 (reference)", "square: /cpu:0 (reference)"),
        seen.stream().map(Placement::toString).toList());
  }

  @Test
  void withoutSoftPlacementAnUnsupportedCallIsAnError() {
    try (var scope = Devices.device("/stub:0")) {
      BackendException e = assertThrows(BackendException.class, () -> Maths.neg(X));
      assertEquals("neg: backend stub does not support it: it only squares", e.getMessage());
    }
    try (var scope = Devices.device("/gpu:7")) {
      BackendException e = assertThrows(BackendException.class, () -> Maths.neg(X));
      assertTrue(e.getMessage().contains("no device /gpu:7"), e.getMessage());
    }
  }

  @Test
  void withSoftPlacementItFallsBackVisibly() {
    List<Placement> seen =
        placements(
            () -> {
              try (var soft = Devices.softPlacement(true);
                  var scope = Devices.device("/stub:0")) {
                assertEquals(-3, Maths.neg(X).toDouble());
                Maths.square(X);
                try (var gpu = Devices.device("/gpu:7")) {
                  Maths.square(X);
                }
              }
            });
    assertEquals(List.of(true, false, true), seen.stream().map(Placement::isFallback).toList());
    assertEquals(
        "neg: /cpu:0 (reference), fallback: backend stub does not support it: it only squares",
        seen.get(0).toString());
    assertTrue(Devices.log().fallbacks().contains(seen.get(0)));
  }

  @Test
  void theLogIsBoundedAndCanBeCleared() {
    PlacementLog log = new PlacementLog();
    log.add(new Placement("neg", "/cpu:0", "reference", Optional.of("a reason")));
    for (int i = 0; i < PlacementLog.CAPACITY + 5; i++) {
      log.add(new Placement("op" + i, "/cpu:0", "reference", Optional.empty()));
    }
    assertEquals(PlacementLog.CAPACITY, log.entries().size());
    assertEquals("op5", log.entries().get(0).op());
    assertEquals(1, log.fallbacks().size());
    assertEquals(PlacementLog.CAPACITY + 6, log.count());
    assertEquals(1, log.fallbackCount());
    log.clear();
    assertEquals(List.of(), log.entries());
    assertEquals(List.of(), log.fallbacks());
    assertEquals(0, log.count() + log.fallbackCount());
  }

  @Test
  void insideWithNothingFallsBack() {
    Backend stub = Devices.backend("stub");
    try (var soft = Devices.softPlacement(true);
        var scope = Devices.device("/cpu:0")) {
      assertThrows(BackendException.class, () -> Devices.with(stub, () -> Maths.neg(X)));
      List<Placement> seen = placements(() -> Devices.with(stub, () -> Maths.square(X)));
      assertEquals("square: /stub:0 (stub)", seen.get(0).toString());
      assertSame(ReferenceBackend.instance(), Devices.current());
    }
  }

  @Test
  void aGraphRunsEachNodeOnTheDeviceOfItsScope() {
    Graph g = new Graph();
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y;
    try (var scope = Devices.device("/stub:1")) {
      y = Maths.square(x);
    }
    Tensor z = Maths.neg(y);
    List<Placement> seen =
        placements(
            () -> {
              try (Session s = new Session(g)) {
                assertEquals(-9, s.run(z, Map.of(x, X)).toDouble());
              }
            });
    assertEquals(
        List.of("square: /stub:1 (stub)", "neg: /cpu:0 (reference)"),
        seen.stream().map(Placement::toString).toList());
  }

  /** A backend that answers every call as {@code run} does. */
  private record Answering(Function<Call, List<Tensor>> answer, List<String> devices)
      implements Backend {
    Answering(Function<Call, List<Tensor>> answer) {
      this(answer, List.of("/cpu:0"));
    }

    @Override
    public String name() {
      return "answering";
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      return answer.apply(call);
    }
  }

  private static BackendException failure(Function<Call, List<Tensor>> answer) {
    return assertThrows(
        BackendException.class, () -> Devices.with(new Answering(answer), () -> Maths.neg(X)));
  }

  @Test
  void whatABackendGivesIsChecked() {
    Symbol symbol = new Graph().placeholder("x", FLOAT32, Shape.scalar());
    for (List<Tensor> wrong :
        List.of(
            List.<Tensor>of(),
            List.of(X, X),
            List.of(Tensor.of(3.0)),
            List.of(Tensor.zeros(FLOAT32, Shape.of(1))),
            List.<Tensor>of(symbol),
            Arrays.asList((Tensor) null))) {
      String message = failure(c -> wrong).getMessage();
      assertTrue(
          message.startsWith("neg: backend answering must give [float32[]], gave "), message);
    }
    assertTrue(failure(c -> null).getMessage().endsWith("gave nothing"));
  }

  @Test
  void failuresOfABackendAreTyped() {
    BackendException bug =
        failure(
            c -> {
              throw new IndexOutOfBoundsException("7");
            });
    assertInstanceOf(IndexOutOfBoundsException.class, bug.getCause());
    assertInstanceOf(
        UnsatisfiedLinkError.class,
        failure(
                c -> {
                  throw new UnsatisfiedLinkError("no library");
                })
            .getCause());
    BackendException memory =
        failure(
            c -> {
              throw new OutOfMemoryError("heap");
            });
    assertEquals("neg: out of memory for a result of [float32[]]", memory.getMessage());
    assertThrows(
        ShapeException.class,
        () ->
            Devices.with(
                new Answering(
                    c -> {
                      throw new ShapeException("its own");
                    }),
                () -> Maths.neg(X)));
  }

  @Test
  void theReferenceRunsOutOfMemoryInATypedWay() {
    // the result alone would have 2³⁰ elements of 8 bytes, more than the tests' memory
    Tensor row = Tensor.zeros(DType.FLOAT64, Shape.of(1, 32768));
    Tensor column = Tensor.zeros(DType.FLOAT64, Shape.of(32768, 1));
    BackendException e = assertThrows(BackendException.class, () -> Maths.add(row, column));
    assertTrue(e.getMessage().startsWith("add: out of memory"), e.getMessage());
    assertEquals(9, Maths.square(X).toDouble());
  }

  @Test
  void aScopeIsClosedByItsThread() throws InterruptedException, ExecutionException {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (var scope = Devices.device("/stub:0")) {
      assertEquals(Optional.empty(), other.submit(Devices::scope).get());
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> other.submit(scope::close).get());
      assertInstanceOf(ValueException.class, e.getCause());
      assertFalse(Devices.scope().isEmpty());
    } finally {
      other.shutdownNow();
    }
  }
}
