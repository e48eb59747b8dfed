package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * The arguments of a specification.
 *
 * @param k the arithmetic: constants and branches
 * @param lifted the arguments as numbers of that kind; integers and truth values (0, 1) as well; a
 *     complex tensor has a last axis of 2, real and imaginary part
 * @param tensors the arguments themselves, for indices and strings
 * @param attrs the attributes, fallbacks filled in
 */
public record SpecCall<T extends RealFieldElement<T>>(
    Arithmetic<T> k, List<SpecTensor<T>> lifted, List<Tensor> tensors, Attributes attrs) {
  /** The i-th argument as numbers. */
  public SpecTensor<T> in(int i) {
    return lifted.get(i);
  }

  /** The i-th argument as complex numbers, real ones included. */
  public SpecTensor<Complex<T>> complex(int i) {
    SpecTensor<T> x = in(i);
    return tensors.get(i).dtype().isComplex()
        ? SpecTensor.of(shape(i), n -> new Complex<>(x.get(2 * n), x.get(2 * n + 1)))
        : x.to(v -> new Complex<>(v, k.of(0)));
  }

  /**
   * The same call on real numbers: of every complex argument the real part or, where {@code
   * parts[i]} is 1, the imaginary part.
   */
  SpecCall<T> parts(int... parts) {
    List<SpecTensor<T>> real = new ArrayList<>();
    for (int n = 0; n < count(); n++) {
      SpecTensor<T> x = in(n);
      int part = parts[n];
      real.add(
          tensors.get(n).dtype().isComplex()
              ? SpecTensor.of(shape(n), i -> x.get(2 * i + part))
              : x);
    }
    return new SpecCall<>(k, real, tensors, attrs);
  }

  /** The number of arguments. */
  public int count() {
    return tensors.size();
  }

  /** The shape of the i-th argument. */
  public Shape shape(int i) {
    return tensors.get(i).shape();
  }

  /** The i-th argument as integers: indices, ids, truth values. */
  public long[] longs(int i) {
    return tensors.get(i).toLongs();
  }
}
