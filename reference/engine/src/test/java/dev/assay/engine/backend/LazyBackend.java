package dev.assay.engine.backend;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Storage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference, which puts off what it may put off until it is read, as a backend that fuses does;
 * a result that two calls read, or somebody outside, is an error.
 */
public final class LazyBackend implements Backend {
  private final List<String> lazy = new ArrayList<>();
  private final List<String> eager = new ArrayList<>();

  /** What was put off, in order. */
  public List<String> lazy() {
    return List.copyOf(lazy);
  }

  /** What was not. */
  public List<String> eager() {
    return List.copyOf(eager);
  }

  /** The only result of a call that has not run. */
  private static final class Promise implements Storage {
    private final Call call;
    private boolean read;

    Promise(Call call) {
      this.call = call;
    }

    /** The value, for the one call that reads it. */
    Tensor keep() {
      if (read) {
        throw new AssertionError(call + " is read by a second call");
      }
      read = true;
      return kept(call).runReference().get(0);
    }

    @Override
    public DType dtype() {
      return call.output().dtype();
    }

    @Override
    public int size() {
      return call.output().shape().elements();
    }

    @Override
    public String device() {
      return "/cpu:0";
    }

    @Override
    public HostStorage toHost() {
      throw new AssertionError(call + " is seen by somebody who is no call");
    }
  }

  /** The same call on the values of what was promised. */
  private static Call kept(Call call) {
    Map<Storage, Tensor> values = new IdentityHashMap<>(); // a call may read one thing twice
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor t : call.inputs()) {
      inputs.add(t.storage() instanceof Promise p ? values.computeIfAbsent(p, s -> p.keep()) : t);
    }
    Attributes attrs = call.attrs();
    return Call.of(call.op(), inputs, attrs);
  }

  @Override
  public String name() {
    return "lazy";
  }

  @Override
  public List<String> devices() {
    return List.of("/cpu:0", "/npu:0");
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
    eager.add(call.op().name());
    return kept(call).runReference();
  }

  @Override
  public List<Tensor> runLazily(Call call) {
    lazy.add(call.op().name());
    return List.of(Tensor.of(call.output().shape(), new Promise(call)));
  }
}
