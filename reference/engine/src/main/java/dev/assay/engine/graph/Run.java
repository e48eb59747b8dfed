package dev.assay.engine.graph;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries out the steps of a plan with the variables of one session.
 *
 * @param streams of every node that draws random numbers, how many blocks of its stream it has
 *     reserved
 */
record Run(Cells cells, Resources resources, Map<Operation, AtomicLong> streams) {
  /** Runs steps in order and adds their results to the frame, unless they were fed. */
  void steps(List<Plan.Step> steps, Frame frame) {
    for (Plan.Step step : steps) {
      step(step, frame);
      step.dead().forEach(frame.values().keySet()::remove);
    }
  }

  /** Runs one step and adds its results to the frame, unless they were fed. */
  void step(Plan.Step step, Frame frame) {
    Operation op = step.operation();
    List<Tensor> results;
    try {
      results = Devices.at(op.device(), () -> results(step, frame));
    } catch (RuntimeException e) {
      e.addSuppressed(new ValueException("graph: at node " + op.name()));
      throw e;
    }
    Map<Symbol, Tensor> values = frame.values();
    for (int i = 0; i < results.size(); i++) {
      values.putIfAbsent(op.output(i), results.get(i));
    }
  }

  private List<Tensor> results(Plan.Step step, Frame frame) {
    Operation op = step.operation();
    Work work = op.work();
    if (work instanceof Work.Apply apply) {
      Call call = apply.call();
      List<Tensor> inputs = frame.valuesOf(op.inputs());
      return step.lazy()
          ? Dispatch.lazily(call.op(), call.attrs(), inputs)
          : Dispatch.now(call.op(), streamed(op, call, inputs), inputs);
    } else if (work instanceof Work.Control control) {
      List<Tensor> arguments = frame.valuesOf(op.inputs().subList(0, control.arguments()));
      return control.flow() instanceof ControlFlow.Loop loop
          ? loop(step, loop, arguments, frame)
          : branch(step, arguments.get(0), frame);
    } else if (work instanceof Work.Constant constant) {
      return List.of(constant.value());
    } else if (work instanceof Work.Read read) {
      return List.of(cells.get(read.variable()));
    } else if (work instanceof Work.ReadOrInitial read) {
      Tensor initial = op.inputs().get(0);
      return List.of(cells.find(read.variable()).orElseGet(() -> frame.valueOf(initial)));
    } else if (work instanceof Work.Write write) {
      Tensor operand = frame.valueOf(op.inputs().get(0));
      return List.of(cells.update(write.variable(), write.update(), operand));
    } else if (work instanceof Work.Effectful node) {
      return checked(op, node.effect().run(resources, frame.valuesOf(op.inputs())));
    }
    return List.of(); // a group has no results; a plan has no placeholders or parameters
  }

  /** Checks that a Java function gave what its node has. */
  private static List<Tensor> checked(Operation op, List<Tensor> results) {
    ValueException.requireGiven(results, "graph: the results of node " + op.name());
    if (results.size() != op.outputs().size()) {
      throw new ValueException(
          "graph: node "
              + op.name()
              + " has "
              + op.outputs().size()
              + " results, its function gave "
              + results.size());
    }
    for (Symbol s : op.outputs()) {
      Tensor given = results.get(s.index());
      ValueException.requireGiven(given, "graph: the value of " + s.name());
      if (given instanceof SymbolicOperand) {
        throw new ValueException("graph: " + s.name() + " needs a value, got " + given);
      }
      if (given.dtype() != s.dtype()) {
        throw new DTypeException(
            "graph: " + s.name() + " is " + s.dtype() + ", its function gave " + given.dtype());
      }
      if (!s.shape().compatible(given.shape())) {
        throw new ShapeException(
            "graph: "
                + s.name()
                + " has shape "
                + s.shape()
                + ", its function gave "
                + given.shape());
      }
    }
    return results;
  }

  /**
   * The attributes of a call; a node that draws random numbers goes on where its last run ended.
   */
  private Attributes streamed(Operation op, Call call, List<Tensor> inputs) {
    if (call.op().draws().isEmpty()) {
      return call.attrs();
    }
    long blocks = call.op().draws().get().applyAsLong(Call.of(call.op(), inputs, call.attrs()));
    long drawn = streams.computeIfAbsent(op, o -> new AtomicLong()).getAndAdd(blocks);
    return call.attrs().and("skip", call.attrs().integer("skip") + drawn);
  }

  private List<Tensor> branch(Plan.Step step, Tensor selector, Frame frame) {
    int last = step.bodies().size() - 1;
    long value = selector.host().longs()[0];
    long index =
        selector.dtype() == DType.BOOL ? 1 - value : value < 0 || value > last ? last : value;
    Plan.Body body = step.bodies().get((int) index);
    Frame inner = frame.inner(views(step, frame, 0));
    List<Tensor> results = body(body, List.of(), inner);
    if (step.recorded()) {
      inner.retain(body.saved());
      frame.record(step.operation(), List.of(inner));
    }
    return results;
  }

  private List<Tensor> loop(
      Plan.Step step, ControlFlow.Loop loop, List<Tensor> arguments, Frame frame) {
    List<Tensor> carried = arguments.subList(0, loop.carried());
    List<List<Tensor>> slices = new ArrayList<>();
    for (Tensor t : arguments.subList(loop.carried(), arguments.size())) {
      slices.add(ArrayOps.unstack(t, 0));
    }
    boolean counted = loop.condition().isEmpty();
    long n = counted ? iterations(step, slices, frame) : loop.maximum();
    Plan.Body body = step.bodies().get(step.bodies().size() - 1);
    List<Frame> frames = new ArrayList<>();
    List<List<Tensor>> layers = new ArrayList<>();
    for (long k = 0; k < n && (counted || holds(step.bodies().get(0), carried, frame)); k++) {
      int i = counted ? (int) (loop.descending() ? n - 1 - k : k) : 0;
      List<Tensor> given = new ArrayList<>(carried);
      slices.forEach(s -> given.add(s.get(i)));
      Frame inner = frame.inner(views(step, frame, i));
      List<Tensor> results = body(body, given, inner);
      carried = results.subList(0, loop.carried());
      layers.add(results.subList(loop.carried(), results.size()));
      if (step.recorded()) {
        inner.retain(body.saved());
        frames.add(inner);
      }
    }
    if (loop.descending()) {
      Collections.reverse(frames);
      Collections.reverse(layers);
    }
    if (step.recorded()) {
      frame.record(step.operation(), frames);
    }
    List<Tensor> results = new ArrayList<>(carried);
    for (int j = loop.carried(); j < step.operation().outputs().size(); j++) {
      int at = j - loop.carried();
      results.add(
          layers.isEmpty()
              ? nothing(step.operation().output(j))
              : ArrayOps.stack(layers.stream().map(l -> l.get(at)).toList(), 0));
    }
    return results;
  }

  /** A stack of no layers; a dimension of theirs that only they would tell is 0. */
  private static Tensor nothing(Symbol stack) {
    int[] dims = Arrays.stream(stack.shape().dims()).map(d -> Math.max(d, 0)).toArray();
    dims[0] = 0;
    return Tensor.zeros(stack.dtype(), Shape.of(dims));
  }

  private static int iterations(Plan.Step step, List<List<Tensor>> slices, Frame frame) {
    if (slices.isEmpty()) {
      ControlFlow flow = step.operation().controlFlow().orElseThrow();
      return frame.recording(flow.views().get(0)).size();
    }
    int n = slices.get(0).size();
    for (List<Tensor> s : slices) {
      if (s.size() != n) {
        throw new ShapeException(
            "graph: all elems have one size along their first axis, got "
                + slices.stream().map(List::size).toList());
      }
    }
    return n;
  }

  private boolean holds(Plan.Body condition, List<Tensor> carried, Frame frame) {
    return body(condition, carried, frame.inner(List.of())).get(0).host().longs()[0] != 0;
  }

  /** Runs a body and gives its results. */
  private List<Tensor> body(Plan.Body body, List<Tensor> arguments, Frame frame) {
    List<Symbol> parameters = body.function().parameters();
    for (int i = 0; i < arguments.size(); i++) {
      frame.values().put(parameters.get(i), arguments.get(i));
    }
    steps(body.steps(), frame);
    return frame.valuesOf(body.function().results());
  }

  /** The frames of the bodies that a node views, in iteration {@code i} if they are of loops. */
  private static List<Frame> views(Plan.Step step, Frame frame, int i) {
    List<Frame> frames = new ArrayList<>();
    for (Operation view : step.operation().controlFlow().orElseThrow().views()) {
      frames.add(frame.recording(view).get(i));
    }
    return frames;
  }
}
