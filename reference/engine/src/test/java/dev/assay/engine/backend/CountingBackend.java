package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference, with a count of the calls by operation. */
public final class CountingBackend implements Backend {
  private final Map<String, Integer> counts = Collections.synchronizedMap(new TreeMap<>());

  /** The number of calls of each operation. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** The number of calls of {@code op}. */
  public int count(String op) {
    return counts.getOrDefault(op, 0);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<String> devices() {
    return List.of("/cpu:0");
  }

  @Override
  public Capability capability(Call call) {
    return Capability.supported();
  }

  @Override
  public PrecisionClass precision() {
    return PrecisionClass.REFERENCE;
  }

  @Override
  public List<Tensor> run(Call call) {
    counts.merge(call.op().name(), 1, Integer::sum);
    return call.runReference();
  }
}
