package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Where a rule takes a scalar from: a number, a tensor or symbol, or a schedule. */
sealed interface Hyperparameter {
  /** A number, rounded once to the type that is asked for. */
  record Fixed(double value) implements Hyperparameter {}

  /** A scalar, perhaps a symbol; cast to the type that is asked for. */
  record Given(Tensor value) implements Hyperparameter {}

  /** A function of the global step. */
  record Scheduled(Schedule schedule) implements Hyperparameter {}

  /** A number that must be finite. */
  static Hyperparameter of(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new AttributeException(what + " is finite, got " + value);
    }
    return new Fixed(value);
  }

  /** A scalar that must be floating. */
  static Hyperparameter of(String what, Tensor value) {
    ValueException.requireGiven(value, what);
    if (!value.dtype().isFloating()) {
      throw new DTypeException(what + " is floating, got " + value.dtype());
    }
    if (value.rank() != 0) {
      throw new ShapeException(what + " is a scalar, got shape " + value.shape());
    }
    return new Given(value);
  }

  /**
   * The scalar in the given type.
   *
   * @param globalStep an integer scalar, for schedules
   */
  default Tensor resolve(String what, DType dtype, Optional<Tensor> globalStep) {
    if (this instanceof Fixed fixed) {
      return Tensor.of(dtype, Shape.scalar(), fixed.value());
    } else if (this instanceof Given given) {
      return ArrayOps.cast(given.value(), dtype);
    }
    Tensor step =
        globalStep.orElseThrow(
            () -> new ValueException(what + " follows a schedule and needs a global step"));
    Tensor value = ((Scheduled) this).schedule().at(step, Rule.stateType(List.of(dtype)));
    return ArrayOps.cast(value, dtype);
  }
}
