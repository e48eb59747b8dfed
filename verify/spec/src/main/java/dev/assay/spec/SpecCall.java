package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
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
