package dev.assay.peers.tensorflow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** A real dtype, and its numbers as the shortest decimals that give back the same bits. */
enum Decimals {
  FLOAT32(9) {
    @Override
    Tensor tensor(Shape shape, List<BigDecimal> values) {
      float[] v = new float[values.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = values.get(i).floatValue();
      }
      return TFloat32.tensorOf(shape, DataBuffers.of(v));
    }

    @Override
    List<BigDecimal> decimals(Tensor t) {
      List<BigDecimal> out = new ArrayList<>();
      ((TFloat32) t).scalars().forEach(s -> out.add(shortest(s.getFloat())));
      return out;
    }

    @Override
    boolean gives(BigDecimal decimal, double value) {
      return decimal.floatValue() == value;
    }
  },

  FLOAT64(17) {
    @Override
    Tensor tensor(Shape shape, List<BigDecimal> values) {
      double[] v = new double[values.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = values.get(i).doubleValue();
      }
      return TFloat64.tensorOf(shape, DataBuffers.of(v));
    }

    @Override
    List<BigDecimal> decimals(Tensor t) {
      List<BigDecimal> out = new ArrayList<>();
      ((TFloat64) t).scalars().forEach(s -> out.add(shortest(s.getDouble())));
      return out;
    }

    @Override
    boolean gives(BigDecimal decimal, double value) {
      return decimal.doubleValue() == value;
    }
  };

  private final int digits;

  Decimals(int digits) {
    this.digits = digits;
  }

  /** The decimals rounded to this dtype. */
  abstract Tensor tensor(Shape shape, List<BigDecimal> values);

  /** The elements of a tensor of this dtype, row-major. */
  abstract List<BigDecimal> decimals(Tensor t);

  abstract boolean gives(BigDecimal decimal, double value);

  /** The name of the dtype in the records. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Tensor scalar(BigDecimal value) {
    return tensor(Shape.scalar(), List.of(value));
  }

  Tensor vector(List<BigDecimal> values) {
    return tensor(Shape.of(values.size()), values);
  }

  Tensor matrix(List<List<BigDecimal>> rows) {
    return tensor(
        Shape.of(rows.size(), rows.get(0).size()), rows.stream().flatMap(List::stream).toList());
  }

  BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int p = 1; p < digits; p++) {
      BigDecimal rounded = exact.round(new MathContext(p));
      if (gives(rounded, value)) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(digits)).stripTrailingZeros();
  }
}
