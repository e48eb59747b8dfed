package dev.assay.tck.mutants;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** Bugs of meaning: an attribute ignored, operands swapped, a tie or a kink decided otherwise. */
final class ConventionBugs {
  private ConventionBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    m.add(Mutant.ignored("matmul", "transpose_a", false));
    m.add(Mutant.ignored("matmul", "transpose_b", false));
    m.add(Mutant.ignored("cumsum", "exclusive", false));
    m.add(Mutant.ignored("cumsum", "reverse", false));
    m.add(Mutant.ignored("cumprod", "exclusive", false));
    m.add(Mutant.ignored("reduce_sum", "axis", List.of(0L)));
    m.add(Mutant.ignored("reduce_max", "axis", List.of(0L)));
    m.add(Mutant.ignored("softmax", "axis", 0L));
    m.add(Mutant.ignored("log_softmax", "axis", 0L));
    m.add(Mutant.ignored("argmax", "axis", 0L));
    m.add(Mutant.ignored("roll", "shift", List.of(1L)));
    m.add(Mutant.ignored("pad", "mode", "SYMMETRIC"));
    m.add(Mutant.ignored("pad", "constant_values", 0.0));
    m.add(Mutant.ignored("one_hot", "off_value", 0.0));
    m.add(Mutant.ignored("one_hot", "axis", -1L));
    m.add(Mutant.ignored("gather", "axis", 0L));
    m.add(Mutant.ignored("reverse", "axis", List.of(0L)));
    m.add(Mutant.ignored("leaky_relu", "alpha", 0.2));
    m.add(Mutant.ignored("huber_loss", "delta", 1.0));
    m.add(Mutant.ignored("gelu", "approximate", true));
    m.add(Mutant.ignored("sort", "direction", "ASCENDING"));
    m.add(Mutant.ignored("meshgrid", "indexing", "xy"));
    for (String op : List.of("subtract", "divide", "matmul", "floordiv", "atan2", "less", "pow")) {
      m.add(Mutant.kernel(op, "operands swapped", Bug::swapped));
    }
    // one relation, one rounding, one choice for another
    for (String[] pair :
        new String[][] {
          {"less_equal", "less"},
          {"greater_equal", "greater"},
          {"logical_xor", "logical_or"},
          {"floor", "ceil"},
          {"floormod", "truncatemod"},
          {"maximum", "minimum"},
          {"argmin", "argmax"},
          {"reduce_min", "reduce_max"},
          {"relu6", "relu"},
          {"softsign", "tanh"},
          {"expm1", "exp"},
          {"erfc", "erf"},
          {"reduce_std", "reduce_variance"},
          {"squared_difference", "subtract"},
        }) {
      m.add(Mutant.kernel(pair[0], "computes " + pair[1], (call, right) -> other(call, pair[1])));
    }
    m.add(slopeAtKink("relu", 1));
    m.add(slopeAtKink("abs", 1));
    m.add(slopeAtKink("elu", 0));
    m.add(elementwise("xlogy", "0·log 0 is NaN", (x, y) -> x * StrictMath.log(y)));
    m.add(elementwise("div_no_nan", "division by zero is not caught", (x, y) -> x / y));
    m.add(elementwise("round", "halves away from zero", (x, y) -> roundHalfUp(x)));
    m.add(elementwise("sign", "the sign of zero is 1", (x, y) -> x >= 0 ? 1 : -1));
    m.add(lastWriterWins("embedding_lookup"));
    m.add(lastWriterWins("gather"));
    m.add(tieToBoth());
    m.add(stale());
    return m;
  }

  private static double roundHalfUp(double x) {
    return Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
  }

  private static List<Tensor> other(Call call, String op) {
    Attributes attrs = Attributes.none();
    for (var e : call.attrs().asMap().entrySet()) {
      if (OpRegistry.get(op).attributes().stream().anyMatch(a -> a.name().equals(e.getKey()))) {
        attrs = attrs.and(e.getKey(), e.getValue());
      }
    }
    return ReferenceBackend.instance().run(Call.of(OpRegistry.get(op), call.inputs(), attrs));
  }

  /** The derivative at 0 is another. */
  private static Mutant slopeAtKink(String op, double slope) {
    return Mutant.derivative(
        op,
        "slope at 0 is " + slope,
        (call, dy, right) -> {
          double[] x = call.in(0).toDoubles();
          double[] v = dy.get(0).toDoubles();
          double[] g = right.get(0).orElseThrow().toDoubles();
          for (int i = 0; i < g.length; i++) {
            g[i] = x[i] == 0 ? v[i] * slope : g[i];
          }
          return List.of(Optional.of(like(right.get(0).get(), g)));
        });
  }

  private static Tensor like(Tensor t, double[] values) {
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), values));
  }

  /** Another formula on arguments of one shape; one argument is passed twice. */
  private static Mutant elementwise(String op, String name, DoubleBinaryOperator f) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          Tensor a = call.in(0);
          Tensor b = call.in(call.count() - 1);
          if (!a.shape().equals(b.shape()) || !a.dtype().isFloating()) {
            return right;
          }
          double[] x = a.toDoubles();
          double[] y = b.toDoubles();
          for (int i = 0; i < x.length; i++) {
            x[i] = f.applyAsDouble(x[i], y[i]);
          }
          return List.of(like(right.get(0), x));
        });
  }

  /** Where an index occurs twice only one cotangent arrives. */
  private static Mutant lastWriterWins(String op) {
    return Mutant.derivative(
        op,
        "duplicate indices do not accumulate",
        (call, dy, right) -> {
          double[] once =
              ReferenceBackend.instance()
                  .run(
                      Call.of(
                          OpRegistry.get("unique"), List.of(flat(call.in(1))), Attributes.none()))
                  .get(0)
                  .toDoubles();
          boolean duplicates = once.length < call.in(1).size();
          return duplicates ? List.of(right.get(0).map(Bug.SCALED::on), right.get(1)) : right;
        });
  }

  private static Tensor flat(Tensor t) {
    return Tensor.of(Shape.of(t.size()), t.storage());
  }

  /** maximum gives a tie's cotangent to both. */
  private static Mutant tieToBoth() {
    return Mutant.derivative(
        "maximum",
        "a tie goes to both",
        (call, dy, right) -> {
          if (!call.in(0).shape().equals(call.in(1).shape())) {
            return right;
          }
          double[] x = call.in(0).toDoubles();
          double[] y = call.in(1).toDoubles();
          double[] g = right.get(1).orElseThrow().toDoubles();
          double[] v = dy.get(0).toDoubles();
          for (int i = 0; i < g.length; i++) {
            g[i] = x[i] == y[i] ? v[i] : g[i];
          }
          return List.of(right.get(0), Optional.of(like(right.get(1).get(), g)));
        });
  }

  /** Results of the call before, where the types agree. */
  private static Mutant stale() {
    List<Tensor> before = new ArrayList<>();
    return Mutant.kernel(
        "multiply",
        "results of the call before",
        (call, right) -> {
          Tensor y = right.get(0);
          boolean fits =
              !before.isEmpty()
                  && before.get(0).dtype() == DType.FLOAT64
                  && y.dtype() == DType.FLOAT64
                  && before.get(0).shape().equals(y.shape());
          List<Tensor> out = fits ? List.copyOf(before) : right;
          before.clear();
          before.add(y);
          return out;
        });
  }
}
