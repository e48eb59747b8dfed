package dev.assay.programs.data;

import dev.assay.engine.FormatException;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.csv.Csv;
import java.nio.file.Path;

/** Small tables of points. */
public final class Points {
  private Points() {}

  /** The six points of the plane of section 4.1.1 of the book: x {@code [6]} and y {@code [6]}. */
  public static Examples line() {
    return new Examples(
        Tensor.of(new float[] {1, 2, 3, 4, 5, 6}), Tensor.of(new float[] {3, 4, 7, 8, 11, 14}));
  }

  /** The six points of space of section 4.1.3: (x, y) {@code [6, 2]} and z {@code [6, 1]}. */
  public static Examples plane() {
    return new Examples(
        Tensor.of(new float[][] {{1, 1}, {2, 1}, {3, 2}, {1, 2}, {4, 5}, {5, 8}}),
        Tensor.of(new float[][] {{8}, {12}, {10}, {14}, {28}, {10}}));
  }

  /** A, B, C {@code [8, 3]} in all combinations, and AB + BC {@code [8, 1]}. */
  public static Examples abOrBc() {
    float[][] inputs = new float[8][];
    float[][] targets = new float[8][];
    for (int i = 0; i < 8; i++) {
      int a = i >> 2 & 1;
      int b = i >> 1 & 1;
      int c = i & 1;
      inputs[i] = new float[] {a, b, c};
      targets[i] = new float[] {a & b | b & c};
    }
    return new Examples(Tensor.of(inputs), Tensor.of(targets));
  }

  /** A table of comma-separated numbers with a header; the last column is the target. */
  public static Examples read(Path file) {
    Tensor all = Csv.withHeader().read(file).matrix();
    int n = all.shape().dim(0);
    int inputs = all.shape().dim(1) - 1;
    if (n == 0 || inputs == 0) {
      throw new FormatException(
          file + ": rows of two columns or more are needed, got " + all.shape());
    }
    return new Examples(
        Indexing.slice(all, new int[] {0, 0}, new int[] {n, inputs}),
        Indexing.slice(all, new int[] {0, inputs}, new int[] {n, 1}));
  }
}
