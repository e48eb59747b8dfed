package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of picking, scattering and ordering elements. */
public final class IndexingSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(Spec.of("where", IndexingSpecs::where).affineIn(1, 2));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> where(SpecCall<T> c) {
    SpecTensor<T> condition = c.in(0);
    if (c.count() == 3) {
      SpecTensor<T> x = c.in(1);
      SpecTensor<T> y = c.in(2);
      Shape shape = condition.zip(x.zip(y, (a, b) -> a), (a, b) -> b).shape();
      return SpecTensor.at(
          shape, ix -> condition.stretched(ix).getReal() != 0 ? x.stretched(ix) : y.stretched(ix));
    }
    List<T> index = new ArrayList<>();
    int n = 0;
    for (int i = 0; i < condition.size(); i++) {
      if (c.k().branch(condition.get(i).getReal() != 0)) {
        for (int d : SpecTensor.index(condition.shape(), i)) {
          index.add(c.k().of(d));
        }
        n++;
      }
    }
    return new SpecTensor<>(Shape.of(n, condition.shape().rank()), index);
  }
}
