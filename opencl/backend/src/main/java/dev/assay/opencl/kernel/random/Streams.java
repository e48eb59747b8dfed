package dev.assay.opencl.kernel.random;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.array.Groups;

/** Positions in streams, and how they are passed to kernels. */
final class Streams {
  private Streams() {}

  /** Of a stateless operation, whose seed is the input at {@code at}. */
  static Philox stateless(Call c, int at) {
    long[] seed = c.in(at).host().longs();
    return Philox.stateless(seed[0], seed[1]);
  }

  /** Of an operation with seeds as attributes. */
  static Philox seeded(Call c) {
    Attributes a = c.attrs();
    return Philox.seeded(a.integer("seed"), a.integer("seed2")).skip(a.integer("skip"));
  }

  /** The arguments of the macro {@code STREAM}. */
  static Launch passed(Launch launch, Philox stream) {
    return launch.integer64(stream.key()).integer64(stream.low()).integer64(stream.high());
  }

  /** A number as an argument of an element's type. */
  static Launch number(Launch launch, DType dtype, double value) {
    return dtype == DType.FLOAT64 ? launch.binary64(value) : launch.binary32((float) value);
  }

  /** How many numbers a block gives. */
  static int group(DType dtype) {
    return dtype.bytes() == 8 ? 2 : 4;
  }

  /** How many blocks a work-item makes at once. */
  static int lanes(ClDevice device) {
    return Groups.packed(device) ? 16 : 1;
  }

  /** Launches over {@code n} numbers, {@code group} of which a block gives. */
  static void over(Launch launch, int n, int group, int lanes) {
    if (lanes == 1) {
      launch.groups(Groups.flat()).over(Groups.parts(n, group));
    } else {
      launch.groups(1).over(Groups.parts(n, group * lanes));
    }
  }
}
