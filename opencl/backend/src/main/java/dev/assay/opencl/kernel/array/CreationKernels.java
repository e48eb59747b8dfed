package dev.assay.opencl.kernel.array;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Operations that make tensors from numbers, shapes and types: launches {@code make.cl}. */
final class CreationKernels implements KernelFamily {
  private record Form(String name, DType type, DType index) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("zeros", filled(0));
    ops.put("ones", filled(1));
    ops.put("eye", (Movement) CreationKernels::eye);
    ops.put("one_hot", (Movement) CreationKernels::oneHot);
    ops.put("sequence_mask", (Movement) CreationKernels::sequenceMask);
    ops.put("range", (Movement) (c, device) -> numbers("range_flat", 2, c, device));
    ops.put("linspace", (Movement) (c, device) -> numbers("linspace_flat", 1, c, device));
    ops.put("constant", new Constant());
    ops.put("shape", (Movement) (c, device) -> told(c, c.in(0).shape().dims()));
    ops.put("size", (Movement) (c, device) -> told(c, c.in(0).size()));
    ops.put("rank", (Movement) (c, device) -> told(c, c.in(0).rank()));
    return ops;
  }

  private static List<Tensor> one(Call c, DeviceStorage y) {
    return List.of(Tensor.of(c.output().shape(), y));
  }

  private static DeviceStorage everywhere(Call c, ClDevice device, double value) {
    DType dtype = c.output().dtype();
    int size = c.output().shape().elements();
    return Filling.filled(device, dtype, size, Filling.bits(dtype, value));
  }

  private static Movement filled(double value) {
    return (c, device) -> one(c, everywhere(c, device, value));
  }

  private static List<Tensor> eye(Call c, ClDevice device) {
    DeviceStorage y = everywhere(c, device, 0);
    DType dtype = c.output().dtype();
    View place = MovementKernels.diagonals(c.output().shape());
    int[] sizes = place.axes().stream().mapToInt(View.Axis::size).toArray();
    DeviceStorage ones = Filling.filled(device, dtype, 1, Filling.bits(dtype, 1));
    View repeated = View.of(0, sizes, new int[sizes.length]);
    Copy.run(device, ones, repeated, y, place, Copy.Value.BITS);
    return one(c, y);
  }

  private static List<Tensor> oneHot(Call c, ClDevice device) {
    Shape s = c.in(0).shape();
    DType dtype = c.output().dtype();
    int axis = Index.axis(c.attrs().int32("axis"), s.rank() + 1);
    int depth = c.output().shape().dim(axis);
    int outer = Index.product(s, 0, axis);
    int inner = Index.product(s, axis, s.rank());
    DeviceStorage y = device.allocate(dtype, c.output().shape().elements());
    int n0 = inner == 1 ? depth : inner;
    int n1 = inner == 1 ? 1 : depth;
    device
        .launch(spec("one_hot", dtype, c.in(0).dtype()))
        .buffer(device.here(c.in(0)))
        .buffer(y)
        .integers(inner, depth)
        .integer64(Filling.bits(dtype, c.attrs().number("on_value")))
        .integer64(Filling.bits(dtype, c.attrs().number("off_value")))
        .groups(Groups.of(n0, n1))
        .over(n0, n1, outer);
    return one(c, y);
  }

  private static List<Tensor> sequenceMask(Call c, ClDevice device) {
    DType dtype = c.output().dtype();
    int n = c.attrs().has("maxlen") ? c.attrs().int32("maxlen") : longest(c.in(0));
    int count = c.in(0).size();
    Shape shape = c.in(0).shape().concat(Shape.of(n));
    DeviceStorage y = device.allocate(dtype, shape.elements());
    device
        .launch(spec("sequence_mask", dtype, c.in(0).dtype()))
        .buffer(device.here(c.in(0)))
        .buffer(y)
        .integers(n, count)
        .integer64(Filling.bits(dtype, 1))
        .groups(Groups.of(n, count))
        .over(n, count, 1);
    return List.of(Tensor.of(shape, y));
  }

  /** The shape must be known; the lengths were read when the call was checked. */
  private static int longest(Tensor lengths) {
    return (int) Math.max(0, Arrays.stream(lengths.host().longs()).max().orElse(0));
  }

  /** Of the first argument and of the one at {@code second}. */
  private static List<Tensor> numbers(String kernel, int second, Call c, ClDevice device) {
    int n = c.output().shape().elements();
    DeviceStorage y = device.allocate(c.output().dtype(), n);
    device
        .launch(spec(kernel, c.output().dtype(), DType.INT32))
        .buffer(device.here(c.in(0)))
        .buffer(device.here(c.in(second)))
        .buffer(y)
        .integer(n)
        .groups(Groups.flat())
        .over(n);
    return one(c, y);
  }

  /** Numbers that the host knows, which stay there: most are read there alone. */
  private static List<Tensor> told(Call c, int... values) {
    long[] wide = Arrays.stream(values).asLongStream().toArray();
    return List.of(Tensor.ofLongs(c.output().dtype(), c.output().shape(), wide));
  }

  /** Copies elements that the call itself brings; the last is repeated. */
  private static final class Constant implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      Capability given = ClTypes.here(call.attrs().tensor("value").dtype(), device);
      return given.isSupported() ? ClTypes.here(call, device) : given;
    }

    @Override
    public List<Tensor> run(Call c, ClDevice device) {
      HostStorage value = converted(c.attrs().tensor("value").host(), c.output().dtype());
      int size = c.output().shape().elements();
      DeviceStorage x = device.here(Tensor.of(Shape.of(value.size()), value));
      if (value.size() == size) {
        return one(c, x);
      }
      DeviceStorage y = device.allocate(value.dtype(), size);
      View given = View.of(value.size());
      Copy.run(device, x, given, y, given, Copy.Value.BITS);
      int rest = size - value.size();
      View last = View.of(value.size() - 1, new int[] {rest}, new int[] {0});
      View behind = View.of(value.size(), new int[] {rest}, new int[] {1});
      Copy.run(device, x, last, y, behind, Copy.Value.BITS);
      return one(c, y);
    }

    private static HostStorage converted(HostStorage x, DType dtype) {
      if (x.dtype() == dtype) {
        return x;
      }
      return x.dtype().isFloating()
          ? HostStorage.ofDoubles(dtype, x.doubles().clone())
          : HostStorage.ofLongs(dtype, x.longs().clone());
    }
  }

  static KernelSpec spec(String name, DType type, DType index) {
    return SPECS.computeIfAbsent(new Form(name, type, index), CreationKernels::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("WORD", ClTypes.word(form.type()));
    macros.put("TYPE", ClTypes.name(form.type()));
    macros.put("ACC", Sums.accumulator(form.type()));
    macros.put("INDEX", ClTypes.name(form.index()));
    if (form.type().isFloating()) {
      macros.put("FLOATING", "1");
    }
    return KernelSpec.of("make.cl", form.name(), macros);
  }
}
