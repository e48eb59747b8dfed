package dev.assay.tck.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Storage;
import dev.assay.engine.tensor.Tensor;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ExhaustedMemoryTest {
  private static final String REQUEST =
      "{\"id\":5,\"op\":\"fill\",\"inputs\":{\"value\":3},\"attrs\":{\"dims\":[2,3]}}";
  private static final String ANSWER =
      "{\"id\":5,\"error\":{\"kind\":\"backend\",\"constraint\":null,\"message\":"
          + "\"fill: out of memory for a result of [float32[2,3]]\"}}";

  @Test
  void whileItIsComputedNamesTheOperationAndTheResult() {
    assertEquals(
        ANSWER,
        answer(
            call -> {
              throw new OutOfMemoryError("as if");
            }));
  }

  @Test
  void whileItIsWrittenLeavesNoHalfOfALine() {
    assertEquals(
        ANSWER,
        answer(call -> List.of(Tensor.of(call.output().shape(), new TooLarge(call.output())))));
  }

  private static String answer(Function<Call, List<Tensor>> run) {
    StringWriter out = new StringWriter();
    assertFalse(new Evaluator(new Small(run)).answer(REQUEST, out));
    return out.toString();
  }

  /** Elements on a device that do not fit into the host's memory. */
  private record TooLarge(TensorType type) implements Storage {
    @Override
    public DType dtype() {
      return type.dtype();
    }

    @Override
    public int size() {
      return type.shape().elements();
    }

    @Override
    public String device() {
      return "/small:0";
    }

    @Override
    public HostStorage toHost() {
      throw new OutOfMemoryError("as if");
    }
  }

  private record Small(Function<Call, List<Tensor>> run) implements Backend {
    @Override
    public String name() {
      return "small";
    }

    @Override
    public List<String> devices() {
      return List.of("/small:0");
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
      return run.apply(call);
    }
  }
}
