package dev.assay.engine.op;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A numbered condition on the arguments of an operation. The one text serves the check, the error
 * message, the negative test and the documentation.
 *
 * @param id {@code C1}, {@code C2}, … in the order of declaration
 * @param kind what it restricts: decides the error's type and which values the message shows
 * @param text the condition, in the names of the signature
 * @param holds true where the condition holds or, for unknown dimensions, may still hold
 * @param given what the message says of the arguments, if not what suits the kind
 */
public record Constraint(
    String id,
    Kind kind,
    String text,
    Predicate<Operands> holds,
    Optional<Function<Operands, String>> given) {
  /** What a constraint restricts. */
  public enum Kind {
    /** Element types. */
    DTYPE,
    /** Ranks and dimensions. */
    SHAPE,
    /** Attributes, alone or together with shapes. */
    ATTRIBUTE,
    /** Elements; checked only where the tensors have them. */
    VALUE
  }

  /** Throws the error of this constraint's kind unless it holds. */
  void check(Operands operands) {
    if (kind == Kind.VALUE && !operands.hasValues()) {
      return;
    }
    if (!holds.test(operands)) {
      throw violation(operands);
    }
  }

  private AssayException violation(Operands o) {
    String message =
        o.op().name()
            + " ("
            + id
            + "): "
            + text
            + ", got "
            + given.map(g -> g.apply(o)).orElseGet(() -> got(o));
    return switch (kind) {
      case DTYPE -> new DTypeException(id, message);
      case SHAPE -> new ShapeException(id, message);
      case ATTRIBUTE -> new AttributeException(id, message);
      case VALUE -> new ValueException(id, message);
    };
  }

  private String got(Operands o) {
    String shapes =
        o.inputs().stream().map(t -> t.shape().toString()).collect(Collectors.joining(" and "));
    String attrs =
        o.attrs().asMap().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
    return switch (kind) {
      case DTYPE ->
          o.inputs().stream().map(t -> t.dtype().label()).collect(Collectors.joining(" and "));
      case SHAPE -> shapes;
      case ATTRIBUTE -> attrs + (shapes.isEmpty() ? "" : " with " + shapes);
      case VALUE ->
          o.inputs().stream().map(Constraint::brief).collect(Collectors.joining(" and "))
              + (attrs.isEmpty() ? "" : " with " + attrs);
    };
  }

  private static String brief(Tensor t) {
    String s = t.toString().replaceAll("\\s+", " ");
    return s.length() <= 80 ? s : TensorType.of(t).toString();
  }
}
