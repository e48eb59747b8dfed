package dev.assay.tck.mutants;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One bug in one operation.
 *
 * @param op the operation's name
 * @param name what is wrong
 * @param kernel the wrong results from the call and the right ones
 * @param derivative the wrong cotangents of the inputs from the right ones
 */
public record Mutant(String op, String name, Kernel kernel, Derivative derivative) {
  /** Makes right results wrong. */
  @FunctionalInterface
  public interface Kernel {
    /** The wrong results. */
    List<Tensor> apply(Call call, List<Tensor> right);
  }

  /** Makes right cotangents wrong. */
  @FunctionalInterface
  public interface Derivative {
    /** The wrong cotangents. */
    List<Optional<Tensor>> apply(Call call, List<Tensor> cotangents, List<Optional<Tensor>> right);
  }

  /** A wrong kernel. */
  public static Mutant kernel(String op, String name, Kernel bug) {
    return new Mutant(op, name, bug, (call, cotangents, right) -> right);
  }

  /** A wrong derivative. */
  public static Mutant derivative(String op, String name, Derivative bug) {
    return new Mutant(op, name, (call, right) -> right, bug);
  }

  /** A kernel that takes {@code attribute} for {@code value}, whatever the call says. */
  static Mutant ignored(String op, String attribute, Object value) {
    return kernel(
        op,
        attribute + " taken for " + value,
        (call, right) -> Bug.withAttribute(call, right, attribute, value));
  }

  /** One wrong kernel per kind of bug. */
  static List<Mutant> kernels(String op, Bug... bugs) {
    return Arrays.stream(bugs)
        .map(b -> kernel(op, "kernel " + b, (c, right) -> right.stream().map(b::on).toList()))
        .toList();
  }

  /** One wrong derivative per kind of bug. */
  static List<Mutant> derivatives(String op, Bug... bugs) {
    return Arrays.stream(bugs)
        .map(
            b ->
                derivative(
                    op,
                    "derivative " + b,
                    (c, dy, right) -> right.stream().map(g -> g.map(b::on)).toList()))
        .toList();
  }

  @Override
  public String toString() {
    return op + ": " + name;
  }
}
