package dev.assay.tck.judge;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An arithmetic that somebody declares and nobody runs: it has the reference's results, and the
 * judge's bounds are those of a backend that declares it.
 *
 * @param name {@code RN32}, or {@code RN32/opencl} where another accuracy than the default is
 *     declared
 * @param precision the class
 * @param accuracy of elementary functions
 */
public record Declared(String name, PrecisionClass precision, Accuracy accuracy)
    implements Backend {
  /** All classes with the accuracy of {@code StrictMath}, then with that of OpenCL. */
  public static List<Declared> all() {
    List<Declared> all = new ArrayList<>();
    for (PrecisionClass p : PrecisionClass.values()) {
      all.add(new Declared(p.name(), p, Accuracy.STRICT));
    }
    for (PrecisionClass p : PrecisionClass.values()) {
      if (p != PrecisionClass.REFERENCE) {
        all.add(new Declared(p.name() + "/opencl", p, Accuracy.openCl(false)));
      }
    }
    return List.copyOf(all);
  }

  @Override
  public List<String> devices() {
    return List.of();
  }

  @Override
  public Capability capability(Call call) {
    return Capability.supported();
  }

  @Override
  public List<Tensor> run(Call call) {
    return ReferenceBackend.instance().run(call);
  }
}
