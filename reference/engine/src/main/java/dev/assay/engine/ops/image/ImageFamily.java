package dev.assay.engine.ops.image;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Resizing, cropping, flipping, colours, decoding and encoding of images. */
public final class ImageFamily implements OpFamily {
  @Override
  public String name() {
    return "image";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Flips.ROWS,
            BoundingBoxes.ROWS,
            Resizing.ROWS,
            CropAndResize.ROWS,
            Colours.ROWS,
            Adjustments.ROWS,
            Differences.ROWS,
            Codecs.ROWS,
            List.of(ConvertImageDtype.OP, Standardization.OP))
        .flatMap(List::stream)
        .toList();
  }
}
