package dev.assay.opencl.device;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Frees what is made in it when it closes: the device tensors that the calls of this thread made
 * since it was opened, apart from those {@link #keep kept}, which an outer scope then owns. Using a
 * freed tensor is an error, not a crash. Without a scope the virtual machine frees tensors when it
 * finds them unreachable.
 *
 * <pre>{@code
 * try (var scope = MemoryScope.open()) {
 *   loss = scope.keep(step(batch));
 * }
 * }</pre>
 */
public final class MemoryScope implements AutoCloseable {
  private static final ThreadLocal<Deque<MemoryScope>> OPEN =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final Thread owner = Thread.currentThread();
  private final Set<DeviceStorage> made = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  private MemoryScope() {}

  /** Opens a scope on this thread. */
  public static MemoryScope open() {
    MemoryScope scope = new MemoryScope();
    OPEN.get().push(scope);
    return scope;
  }

  static void add(DeviceStorage storage) {
    MemoryScope scope = OPEN.get().peek();
    if (scope != null) {
      scope.made.add(storage);
    }
  }

  /** Lets a tensor outlive this scope. */
  public <T extends Tensor> T keep(T tensor) {
    requireOwner();
    if (tensor.storage() instanceof DeviceStorage d && made.remove(d)) {
      MemoryScope outer = null;
      for (MemoryScope scope : OPEN.get()) { // the innermost first
        if (outer == this) {
          scope.made.add(d);
          break;
        }
        outer = scope;
      }
    }
    return tensor;
  }

  /** Frees what was made and not kept. Closing again does nothing. */
  @Override
  public void close() {
    requireOwner();
    if (!closed) {
      closed = true;
      OPEN.get().remove(this);
      made.forEach(DeviceStorage::free);
      made.clear();
    }
  }

  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new ValueException("memory scope: it belongs to the thread that opened it");
    }
  }
}
