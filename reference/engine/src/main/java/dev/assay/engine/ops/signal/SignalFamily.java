package dev.assay.engine.ops.signal;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Complex numbers and Fourier transforms. */
public final class SignalFamily implements OpFamily {
  @Override
  public String name() {
    return "signal";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(Parts.ROWS, Fourier.ROWS, RealFourier.ROWS, FftShift.ROWS, FftConvolve.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
