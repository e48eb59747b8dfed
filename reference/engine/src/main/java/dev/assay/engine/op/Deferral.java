package dev.assay.engine.op;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;

/** Where calls are noted down instead of being run: a graph. */
public interface Deferral {
  /** Notes the call down and returns its results, symbolic. */
  List<Tensor> defer(Call call);

  /** The tensor as a symbol that calls noted down here can have for an argument. */
  Tensor lift(Tensor t);

  /** The seed that random operations noted down here have in common, if one was set. */
  OptionalLong randomSeed();

  /** How many nodes there are: the seed of a random operation that was given none. */
  long nodes();
}
