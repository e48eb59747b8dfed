package dev.assay.vectors;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tensors of an operation, those of each type behind one another; equal ones once. */
final class Pools {
  private static final class Pool {
    private final List<HostStorage> parts = new ArrayList<>();
    private final Map<ByteBuffer, Integer> places = new HashMap<>();
    private int size;
  }

  private final Map<DType, Pool> pools = new EnumMap<>(DType.class);

  /** Where the tensor begins in the pool of its type. */
  int add(Tensor t) {
    Pool pool = pools.computeIfAbsent(t.dtype(), type -> new Pool());
    if (t.size() == 0) {
      return 0;
    }
    Tensor flat = Tensor.of(Shape.of(t.size()), withOneNan(t.host()));
    return pool.places.computeIfAbsent(
        ByteBuffer.wrap(Npy.bytes(flat)),
        bytes -> {
          pool.parts.add(flat.host());
          pool.size += flat.size();
          return pool.size - flat.size();
        });
  }

  /** Where bounds begin on the real numbers of a tensor of {@code type}; rounded up. */
  int addBounds(DType type, double[] bounds) {
    DType stored = Layout.boundType(type);
    double[] up = bounds.clone();
    for (int i = 0; i < up.length && stored == DType.FLOAT32; i++) {
      float f = (float) up[i];
      up[i] = f < up[i] ? Math.nextUp(f) : f;
    }
    return add(Tensor.of(stored, Shape.of(up.length), up));
  }

  /** NaN has many bits, and which of them an operation gives is no machine's duty. */
  private static HostStorage withOneNan(HostStorage s) {
    if (!s.dtype().isContinuous()) {
      return s;
    }
    double[] v = s.doubles().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = Double.isNaN(v[i]) ? Double.NaN : v[i];
    }
    return HostStorage.ofDoubles(s.dtype(), v);
  }

  /** The pools as npy files, by name. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    pools.forEach(
        (type, pool) -> {
          pool.parts.add(0, HostStorage.zeros(type, 0)); // there may be no other
          Tensor all = Tensor.of(Shape.of(pool.size), HostStorage.joined(pool.parts));
          files.put(Layout.pool(type), Npy.bytes(all));
        });
    return files;
  }
}
