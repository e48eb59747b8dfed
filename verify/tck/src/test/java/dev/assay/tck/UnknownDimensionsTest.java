package dev.assay.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A graph with unknown dimensions computes what an eager call computes, results and gradients, bit
 * for bit. Where a dimension is needed the message says that it must be known.
 */
class UnknownDimensionsTest {
  private static final int CASES = 25;

  @TestFactory
  List<DynamicTest> graphsAgreeWithEagerCalls() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : OpRegistry.all()) {
      CaseRegistry.find(op.name())
          .ifPresent(
              cases -> tests.add(DynamicTest.dynamicTest(op.name(), () -> check(op, cases))));
    }
    return tests;
  }

  private static void check(Op op, OpCases cases) {
    for (int seed = 0; seed < CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Case kase = cases.draw(new Draw(Choices.seeded(seed), DType.FLOAT64, Draw.Values.SMOOTH));
      if (kase.inputs().isEmpty()) {
        return;
      }
      Call call = kase.call();
      List<Tensor> ys = call.runReference();
      List<Tensor> dys = ys.stream().map(y -> cotangent(y, random)).toList();
      List<Tensor> want = withGradients(call, ys, dys);
      List<Tensor> got = inGraph(op, kase, dys, random);
      for (int i = 0; i < got.size(); i++) {
        String what = op.name() + " seed " + seed + " result " + i;
        assertTrue(got.get(i).sameAs(want.get(i)), what + ": " + got.get(i) + " / " + want.get(i));
      }
    }
  }

  /** Results and gradients in a graph; none where the operation says that it must know more. */
  private static List<Tensor> inGraph(Op op, Case kase, List<Tensor> dys, SplittableRandom random) {
    Graph graph = new Graph();
    Map<Tensor, Tensor> feeds = new HashMap<>();
    List<Tensor> inputs = placeholders(graph, kase.inputs(), feeds, random);
    List<Tensor> cotangents = placeholders(graph, dys, feeds, random);
    List<Tensor> fetches;
    try {
      List<Tensor> ys = Dispatch.call(op, kase.attrs(), inputs);
      fetches = withGradients(Call.of(op, inputs, kase.attrs()), ys, cotangents);
    } catch (AssayException e) {
      assertTrue(e.getMessage().contains("known"), e.getMessage());
      return List.of();
    }
    try (Session session = new Session(graph)) {
      return session.run(fetches, feeds);
    }
  }

  private static List<Tensor> withGradients(Call call, List<Tensor> ys, List<Tensor> dys) {
    List<Tensor> all = new ArrayList<>(ys);
    boolean continuous = ys.stream().anyMatch(y -> y.dtype().isContinuous());
    Vjps.byRule(call, ys, dys, i -> continuous && call.in(i).dtype().isContinuous()).stream()
        .flatMap(Optional::stream)
        .forEach(all::add);
    return all;
  }

  private static List<Tensor> placeholders(
      Graph graph, List<Tensor> values, Map<Tensor, Tensor> feeds, SplittableRandom random) {
    List<Tensor> out = new ArrayList<>();
    for (Tensor t : values) {
      int[] dims = t.shape().dims();
      for (int d = 0; d < dims.length; d++) {
        dims[d] = random.nextInt(3) > 0 ? Shape.UNKNOWN : dims[d];
      }
      Tensor p = graph.placeholder(t.dtype(), Shape.of(dims));
      feeds.put(p, t);
      out.add(p);
    }
    return out;
  }

  private static Tensor cotangent(Tensor y, SplittableRandom random) {
    if (!y.dtype().isContinuous()) {
      return Tensor.zeros(y.dtype(), y.shape());
    }
    double[] v = new double[y.dtype().isComplex() ? 2 * y.size() : y.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = 2 * random.nextDouble() - 1;
    }
    return Tensor.of(y.shape(), HostStorage.ofDoubles(y.dtype(), v));
  }
}
