package dev.assay.engine.ops.window;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Convolutions and their adjoints. */
public final class ConvFamily implements OpFamily {
  @Override
  public String name() {
    return "window";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            ConvForward.rows(),
            ConvBackpropInput.rows(),
            ConvBackpropFilter.rows(),
            List.of(SeparableConv2d.OP))
        .flatMap(List::stream)
        .toList();
  }
}
