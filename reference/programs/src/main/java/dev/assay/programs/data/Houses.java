package dev.assay.programs.data;

import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.csv.Csv;
import java.nio.file.Path;

/**
 * Districts of a town and the median price of their houses, in thousands: the table of Boston
 * (Harrison and Rubinfeld 1978), or one made by a formula.
 */
public final class Houses {
  private static final String PRICE = "medv";

  /** The features of Boston, in the table's order. */
  private static final String[] FEATURES = {
    "crim", "zn", "indus", "chas", "nox", "rm", "age", "dis", "rad", "tax", "ptratio", "b", "lstat"
  };

  /** As many as Boston has. */
  private static final int MADE = 506;

  private Houses() {}

  /** All 13 features of the table of Boston, {@code [n, 13]}, and the prices {@code [n, 1]}. */
  public static Examples boston(Path file) {
    return read(file, FEATURES);
  }

  /** Some features of the table of Boston, {@code [n, k]}, and the prices {@code [n, 1]}. */
  public static Examples read(Path file, String... features) {
    var table = Csv.withHeader().read(file);
    return new Examples(table.matrix(features), ArrayOps.expandDims(table.column(PRICE), 1));
  }

  /**
   * 506 made districts: rooms {@code r} in [4, 9), pupils per teacher {@code p} in [12, 22), people
   * of low status {@code l} in [2, 38), uniform, and prices
   *
   * <p>{@code 12 + 6·(r − 6) − 0.8·(p − 18) + 0.02·(l − 38)² + 2·(r − 6)² + e}, {@code e} in (−3,
   * 3), the sum of two uniform numbers; cut off at 5 and 50 as Boston's are.
   */
  public static Examples made(long seed) {
    double[] u = Philox.stateless(seed, 0).uniforms32(5 * MADE);
    double[] features = new double[3 * MADE];
    double[] prices = new double[MADE];
    for (int i = 0; i < MADE; i++) {
      double r = 4 + 5 * u[5 * i];
      double p = 12 + 10 * u[5 * i + 1];
      double l = 2 + 36 * u[5 * i + 2];
      double e = 3 * (u[5 * i + 3] + u[5 * i + 4] - 1);
      double rooms = r - 6;
      double status = l - 38;
      double price =
          12 + 6 * rooms - 0.8 * (p - 18) + 0.02 * status * status + 2 * rooms * rooms + e;
      features[3 * i] = r;
      features[3 * i + 1] = p;
      features[3 * i + 2] = l;
      prices[i] = Math.min(50, Math.max(5, price));
    }
    return new Examples(
        Tensor.of(DType.FLOAT32, Shape.of(MADE, 3), features),
        Tensor.of(DType.FLOAT32, Shape.of(MADE, 1), prices));
  }
}
