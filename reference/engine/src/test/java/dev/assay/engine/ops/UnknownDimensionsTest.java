package dev.assay.engine.ops;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT64;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reductions and products in a graph that knows no dimension, only ranks: the results and the
 * gradients are those of the same call at once, bit for bit.
 */
class UnknownDimensionsTest {
  /** A call to make both ways. */
  record Example(String op, Attributes attrs, List<Tensor> inputs) {
    @Override
    public String toString() {
      return op + attrs + inputs.stream().map(Tensor::shape).toList();
    }
  }

  static Stream<Example> reductions() {
    List<String> ops =
        List.of(
            "reduce_sum",
            "reduce_mean",
            "reduce_max",
            "reduce_min",
            "reduce_prod",
            "reduce_logsumexp",
            "reduce_variance",
            "reduce_std",
            "norm");
    List<Attributes> ways =
        List.of(
            Attributes.none(),
            Attributes.of("axis", 1),
            Attributes.of("axis", new int[] {-1, 0}),
            Attributes.of("axis", new int[] {2, 1}).and("keepdims", true));
    return ops.stream()
        .flatMap(op -> ways.stream().map(way -> new Example(op, way, List.of(floats(2, 3, 4)))));
  }

  static Stream<Example> others() {
    return Stream.of(
        example("norm", Attributes.of("ord", "3").and("axis", 1), floats(2, 3)),
        example("norm", Attributes.of("ord", "inf").and("axis", 1), floats(2, 3)),
        example("cumsum", Attributes.of("axis", 1), floats(2, 3)),
        example("cumprod", Attributes.of("axis", 1), floats(2, 3)),
        example("cumprod", Attributes.of("exclusive", true).and("reverse", true), floats(3, 2)),
        example("segment_sum", Attributes.none(), floats(3, 2), ids(0, 0, 2)),
        example(
            "unsorted_segment_sum", Attributes.of("num_segments", 3), floats(3, 2), ids(2, -1, 2)),
        example(
            "unsorted_segment_sum", Attributes.of("num_segments", 0), floats(2, 2), ids(-1, -1)),
        example("matmul", Attributes.of("transpose_a", true), floats(5, 3, 2), floats(3, 4)),
        example("matvec", Attributes.of("transpose_a", true), floats(3, 2), floats(5, 3)),
        example("tensordot", Attributes.of("axes", 2), floats(2, 3, 4), floats(3, 4, 5)),
        example(
            "tensordot",
            Attributes.of("axes", new int[] {0, 2, 2, 0}),
            floats(2, 3, 4),
            floats(4, 5, 2)),
        example("outer", Attributes.none(), floats(2, 3), floats(4)),
        example("trace", Attributes.none(), floats(2, 3, 4)),
        example("einsum", equation("ij,jk->ik"), floats(2, 3), floats(3, 4)),
        example("einsum", equation("iij,k->ij"), floats(2, 2, 3), floats(4)),
        example("einsum", equation("i->ii"), floats(3)),
        example("einsum", equation("a...b,b...->...a"), floats(2, 1, 3), floats(3, 4, 5)),
        example("einsum", equation("...ij,jk"), floats(2, 3, 4), floats(4, 5)));
  }

  @ParameterizedTest
  @MethodSource({"reductions", "others"})
  void agreesWithTheCallAtOnce(Example e) {
    Op op = OpRegistry.get(e.op());
    Graph g = new Graph();
    Map<Tensor, Tensor> feeds = new HashMap<>();
    List<Tensor> symbols = new ArrayList<>();
    for (Tensor x : e.inputs()) {
      Symbol s = unknown(g, x);
      feeds.put(s, x);
      symbols.add(s);
    }
    List<Tensor> now = Dispatch.call(op, e.attrs(), e.inputs());
    List<Tensor> later = Dispatch.call(op, e.attrs(), symbols);
    Tensor dy = floats(now.get(0).shape().dims());
    Symbol laterDy = unknown(g, dy);
    feeds.put(laterDy, dy);
    try (Session session = new Session(g)) {
      assertSame(now.get(0), session.run(later.get(0), feeds));
      List<Optional<Tensor>> want =
          Vjps.byRule(Call.of(op, e.inputs(), e.attrs()), now, List.of(dy));
      List<Optional<Tensor>> got =
          Vjps.byRule(Call.of(op, symbols, e.attrs()), later, List.of(laterDy));
      for (int i = 0; i < want.size(); i++) {
        if (want.get(i).isPresent()) {
          assertSame(want.get(i).get(), session.run(got.get(i).orElseThrow(), feeds));
        }
      }
    }
  }

  private static void assertSame(Tensor want, Tensor got) {
    assertTrue(want.sameAs(got), () -> "expected " + want + ", got " + got);
  }

  private static Symbol unknown(Graph g, Tensor x) {
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, Shape.UNKNOWN);
    return g.placeholder(x.dtype(), Shape.of(dims));
  }

  private static Example example(String op, Attributes attrs, Tensor... inputs) {
    return new Example(op, attrs, List.of(inputs));
  }

  private static Attributes equation(String equation) {
    return Attributes.of("equation", equation);
  }

  private static Tensor floats(int... dims) {
    Shape shape = Shape.of(dims);
    SplittableRandom random = new SplittableRandom(17);
    return Tensor.of(FLOAT64, shape, random.doubles(shape.elements(), -2, 2).toArray());
  }

  private static Tensor ids(long... ids) {
    return Tensor.ofLongs(INT64, Shape.of(ids.length), ids);
  }
}
