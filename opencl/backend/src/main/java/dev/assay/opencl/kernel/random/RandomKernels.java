package dev.assay.opencl.kernel.random;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.array.Copy;
import dev.assay.opencl.kernel.array.Gathering;
import dev.assay.opencl.kernel.array.Rows;
import dev.assay.opencl.kernel.array.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Random tensors: launches {@code random.cl}. */
public final class RandomKernels implements KernelFamily {
  private static final List<String> REJECTING =
      List.of(
          "stateless_random_gamma", "random_gamma", "stateless_random_poisson", "random_poisson");

  /** Numbers that take as many words as it takes, each by decisions on logarithms. */
  private record Rejecting() implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return Capability.unsupported("which words are taken hangs on the last bits of logarithms");
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      throw BackendException.unsupported(call.op().name() + ": it has no kernel");
    }
  }

  /** What kernels are built for: a part of {@code random.cl} and a type. */
  private record Form(String part, String name, DType dtype, boolean wide, int lanes) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  /** An operation that reads its position in a stream. */
  private record Drawing(Function<Call, Philox> stream, Draw draw) implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      return draw.run(call, stream.apply(call), device);
    }
  }

  /** The results of a call, of a stream. */
  private interface Draw {
    List<Tensor> run(Call call, Philox stream, ClDevice device);
  }

  /** Numbers whose own value decides whether they are taken: binary64 decides as the reference. */
  private record Truncated(Function<Call, Philox> stream) implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return device.hasBinary64()
          ? ClTypes.here(call, device)
          : Capability.unsupported("whether |z| < 2 is decided in float64, which the device lacks");
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      return normal("truncated_normal", true, call, stream.apply(call), device);
    }
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    put(ops, "stateless_random_uniform", "random_uniform", 0, RandomKernels::uniform);
    put(ops, "stateless_random_uniform_int", "random_uniform_int", 0, RandomKernels::integers);
    put(ops, "stateless_random_normal", "random_normal", 0, RandomKernels::normal);
    put(ops, "stateless_shuffle", "random_shuffle", 1, RandomKernels::shuffled);
    put(ops, "stateless_random_crop", "random_crop", 1, RandomKernels::cropped);
    ops.put("stateless_truncated_normal", new Truncated(c -> Streams.stateless(c, 0)));
    ops.put("truncated_normal", new Truncated(Streams::seeded));
    ops.put("stateless_categorical", new CategoricalKernel(c -> Streams.stateless(c, 1)));
    ops.put("categorical", new CategoricalKernel(Streams::seeded));
    ops.put("dropout", new DropoutKernel());
    for (String name : REJECTING) {
      ops.put(name, new Rejecting());
    }
    return ops;
  }

  /** Both ways to say which stream; {@code at} is the position of the stateless one's seed. */
  private static void put(
      Map<String, DeviceOp> ops, String stateless, String seeded, int at, Draw draw) {
    ops.put(stateless, new Drawing(c -> Streams.stateless(c, at), draw));
    ops.put(seeded, new Drawing(Streams::seeded, draw));
  }

  private static List<Tensor> one(Call c, DeviceStorage y) {
    return List.of(Tensor.of(c.output().shape(), y));
  }

  /** A kernel over the blocks of the numbers of {@code y}; the first arguments are given. */
  private static Launch drawing(ClDevice device, Form form, DeviceStorage y, Philox stream) {
    KernelSpec spec = SPECS.computeIfAbsent(form, RandomKernels::spec);
    return Streams.passed(device.launch(spec).buffer(y).integer(y.size()), stream);
  }

  private static void over(Launch launch, DeviceStorage y, int lanes) {
    Streams.over(launch, y.size(), Streams.group(y.dtype()), lanes);
  }

  private static List<Tensor> uniform(Call c, Philox stream, ClDevice device) {
    DType t = c.output().dtype();
    double least = t.round(c.attrs().number("minval"));
    double width = t.round(t.round(c.attrs().number("maxval")) - least);
    DeviceStorage y = device.allocate(t, c.output().shape().elements());
    int lanes = Streams.lanes(device);
    Form form = new Form("UNIFORM", "random_uniform", t, false, lanes);
    Launch launch = drawing(device, form, y, stream);
    Streams.number(launch, t, least);
    Streams.number(launch, t, width);
    over(launch, y, lanes);
    return one(c, y);
  }

  private static List<Tensor> integers(Call c, Philox stream, ClDevice device) {
    long least = c.attrs().has("minval") ? c.attrs().integer("minval") : 0;
    long width = c.attrs().has("maxval") ? c.attrs().integer("maxval") - least : 0;
    DeviceStorage y = device.allocate(c.output().dtype(), c.output().shape().elements());
    int lanes = Streams.lanes(device);
    Form form = new Form("INTEGER", "random_integers", y.dtype(), false, lanes);
    over(drawing(device, form, y, stream).integer64(least).integer64(width), y, lanes);
    return one(c, y);
  }

  private static List<Tensor> normal(Call c, Philox stream, ClDevice device) {
    return normal("random_normal", false, c, stream, device);
  }

  private static List<Tensor> normal(
      String kernel, boolean wide, Call c, Philox stream, ClDevice device) {
    DType t = c.output().dtype();
    DType arithmetic = wide ? DType.FLOAT64 : t;
    DeviceStorage y = device.allocate(t, c.output().shape().elements());
    int lanes = wide ? 1 : Streams.lanes(device);
    Launch launch = drawing(device, new Form("NORMAL", kernel, t, wide, lanes), y, stream);
    Streams.number(launch, arithmetic, c.attrs().number("mean"));
    Streams.number(launch, arithmetic, c.attrs().number("stddev"));
    over(launch, y, lanes);
    return one(c, y);
  }

  private static List<Tensor> shuffled(Call c, Philox stream, ClDevice device) {
    Shape value = c.in(0).shape();
    int n = value.dim(0);
    DeviceStorage permutation = device.allocate(DType.INT32, n);
    // where there is nothing to exchange the order stays
    int exchanged = value.elements() > 1 ? n : 0;
    Form form = new Form("SHUFFLE", "permutation", DType.INT32, false, 1);
    drawing(device, form, permutation, stream).integer(exchanged).over(1);
    Tensor order = Tensor.of(Shape.of(n), permutation);
    DeviceStorage y = Gathering.picked(device, device.here(c.in(0)), Rows.first(value, order));
    return List.of(Tensor.of(value, y), order);
  }

  private static List<Tensor> cropped(Call c, Philox stream, ClDevice device) {
    Shape value = c.in(0).shape();
    int[] words = stream.words(value.rank());
    long[] offsets = new long[value.rank()];
    View box = View.of(value);
    for (int d = 0; d < offsets.length; d++) {
      int size = c.output().shape().dim(d);
      long natural = Integer.toUnsignedLong(words[d]) % Integer.MAX_VALUE;
      offsets[d] = natural % (value.dim(d) - size + 1L);
      box = box.narrowed(d, (int) offsets[d], 1, size);
    }
    DeviceStorage y = Copy.gathered(device, device.here(c.in(0)), box, Copy.Value.BITS);
    Tensor offset = Tensor.ofLongs(DType.INT32, Shape.of(offsets.length), offsets);
    return List.of(
        Tensor.of(c.output().shape(), y), Tensor.of(offset.shape(), device.here(offset)));
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put(form.part(), "1");
    macros.put("TYPE", ClTypes.name(form.dtype()));
    macros.put("WORD", ClTypes.word(form.dtype()));
    macros.put("REAL", ClTypes.name(form.wide() ? DType.FLOAT64 : form.dtype()));
    macros.put("GROUP", Integer.toString(Streams.group(form.dtype())));
    macros.put("LANES", Integer.toString(form.lanes()));
    return KernelSpec.of("random.cl", form.name(), macros);
  }
}
