package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.opencl.OpenClBackend;
import dev.assay.tck.BackendTck;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The judge on the first OpenCL device. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class OpenClTckTest extends BackendTck {
  private static final int DRAWS = 12;

  private static final OpenClBackend OPENCL = new OpenClBackend();

  @AfterAll
  static void close() {
    OPENCL.close();
  }

  @Override
  protected Backend backend() {
    return OPENCL;
  }

  @Test
  void atLeast150OperationsAreSupported() {
    List<String> supported =
        OpRegistry.all().stream().map(Op::name).filter(OpenClTckTest::isSupported).toList();
    assertTrue(supported.size() >= 150, supported.size() + ": " + supported);
  }

  /** Whether some call of it is. */
  private static boolean isSupported(String op) {
    return IntStream.range(0, DRAWS)
        .mapToObj(i -> Calls.drawn(op, i))
        .anyMatch(call -> call.isPresent() && OPENCL.capability(call.get()).isSupported());
  }
}
