package dev.assay.bench.peers;

import dev.assay.bench.Contender;
import dev.assay.bench.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow's own kernels on the processors of this machine. Large work is a node of a graph that
 * is run for its effect, so that its result is dropped where it is; small work is called eagerly,
 * which costs less than to run a graph.
 */
public final class TensorFlowContender implements Contender {
  private static final int SMALL = 1000;

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public String about() {
    return "TensorFlow " + TensorFlow.version();
  }

  @Override
  public String absence() {
    return "";
  }

  @Override
  public Ready prepare(Work work) {
    return work instanceof Work.Add add && add.n() <= SMALL ? new Eager(add) : new InGraph(work);
  }

  private static ConfigProto config() {
    int processors = Runtime.getRuntime().availableProcessors();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(processors)
        .setInterOpParallelismThreads(processors)
        .build();
  }

  private static Operand<TFloat32> node(
      Ops tf, Work work, Operand<TFloat32> x, Operand<TFloat32> y) {
    if (work instanceof Work.Conv2d conv) {
      List<Long> one = List.of(1L, 1L, 1L, 1L);
      return switch (conv.direction()) {
        case FORWARD -> tf.nn.conv2d(x, y, one, "SAME");
        case BACKPROP_INPUT ->
            tf.nn.conv2dBackpropInput(tf.constant(conv.input().dims()), x, y, one, "SAME");
        case BACKPROP_FILTER ->
            tf.nn.conv2dBackpropFilter(x, tf.constant(conv.filter().dims()), y, one, "SAME");
      };
    }
    return work instanceof Work.MatMul ? tf.linalg.matMul(x, y) : tf.math.add(x, y);
  }

  private static Shape shape(dev.assay.engine.tensor.Shape shape) {
    return Shape.of(Arrays.stream(shape.dims()).asLongStream().toArray());
  }

  private static List<TFloat32> tensors(Work work) {
    return tensors(work, work.values());
  }

  private static List<TFloat32> tensors(Work work, List<float[]> values) {
    List<TFloat32> tensors = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      tensors.add(
          TFloat32.tensorOf(
              shape(work.arguments().get(i)), DataBuffers.of(values.get(i), true, false)));
    }
    return tensors;
  }

  private static float[] array(TFloat32 t) {
    float[] out = new float[(int) t.size()];
    t.copyTo(DataBuffers.of(out, false, false));
    return out;
  }

  private static final class InGraph implements Ready {
    private final Work work;
    private final List<float[]> values;
    private final Graph graph = new Graph();
    private final Session session;
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> y;
    private final Operand<TFloat32> z;
    private final List<TFloat32> arguments;

    InGraph(Work work) {
      this.work = work;
      this.values = work.values();
      Ops tf = Ops.create(graph);
      x = placeholder(tf, work, 0);
      y = placeholder(tf, work, 1);
      z = node(tf, work, x, y);
      session = new Session(graph, config());
      arguments = tensors(work);
    }

    private static Operand<TFloat32> placeholder(Ops tf, Work work, int i) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(shape(work.arguments().get(i))));
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        session.runner().feed(x, arguments.get(0)).feed(y, arguments.get(1)).addTarget(z).run();
      }
    }

    @Override
    public float[] runWithTransfers() {
      List<TFloat32> fresh = tensors(work, values);
      try (TFloat32 a = fresh.get(0);
          TFloat32 b = fresh.get(1);
          TFloat32 c = (TFloat32) session.runner().feed(x, a).feed(y, b).fetch(z).run().get(0)) {
        return array(c);
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
      arguments.forEach(TFloat32::close);
    }
  }

  private static final class Eager implements Ready {
    private final Work work;
    private final List<float[]> values;
    private final EagerSession session = EagerSession.options().config(config()).build();
    private final Ops tf = Ops.create(session);
    private final List<TFloat32> arguments;
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> y;

    Eager(Work work) {
      this.work = work;
      this.values = work.values();
      arguments = tensors(work);
      x = tf.constantOf(arguments.get(0));
      y = tf.constantOf(arguments.get(1));
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        node(tf, work, x, y); // runs at once; the collector finds the results
      }
    }

    @Override
    public float[] runWithTransfers() {
      List<TFloat32> fresh = tensors(work, values);
      try (TFloat32 a = fresh.get(0);
          TFloat32 b = fresh.get(1)) {
        return array(node(tf, work, tf.constantOf(a), tf.constantOf(b)).asTensor());
      }
    }

    @Override
    public void close() {
      session.close();
      arguments.forEach(TFloat32::close);
    }
  }
}
