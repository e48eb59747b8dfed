package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.variable.Draws;
import dev.assay.learn.variable.Initializer;
import dev.assay.learn.variable.Initializers;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Initial values of the same seeds, of a graph and of an operation, are TensorFlow's. */
class InitializerInteropTest {
  private static final long GRAPH_SEED = 42;
  private static final long SEED = 7;
  private static final Shape SHAPE = Shape.of(30, 50);
  private static final double U = 0x1p-24;

  /** TensorFlow's stream: float32 numbers of {@code type}, in [0, 1) or standard. */
  private static double[] drawn(String type) {
    try (Graph graph = new Graph()) {
      RawOps tf = new RawOps(graph);
      Output<?> shape = tf.constant(TInt32.vectorOf(SHAPE.dims()));
      Output<?> numbers =
          tf.op(type, shape)
              .setAttr("seed", GRAPH_SEED)
              .setAttr("seed2", SEED)
              .setAttr("dtype", DataType.DT_FLOAT)
              .build()
              .output(0);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(numbers).run()) {
        double[] out = new double[SHAPE.elements()];
        int[] at = {0};
        ((TFloat32) result.get(0)).scalars().forEach(s -> out[at[0]++] = s.getFloat());
        return out;
      }
    }
  }

  private static double[] ours(Initializer initializer) {
    dev.assay.engine.graph.Graph graph = new dev.assay.engine.graph.Graph();
    graph.setRandomSeed(GRAPH_SEED);
    Tensor value = initializer.initial(SHAPE, DType.FLOAT32, Draws.in(graph));
    try (dev.assay.engine.graph.Session session = new dev.assay.engine.graph.Session(graph)) {
      return session.run(value).toDoubles();
    }
  }

  /** Each of ours is that number of the stream times {@code factor}, within {@code 8u} of it. */
  private static void assertClose(double[] stream, double factor, double[] ours) {
    assertEquals(stream.length, ours.length);
    for (int i = 0; i < ours.length; i++) {
      assertEquals(factor * stream[i], ours[i], 8 * U * Math.abs(ours[i]), "element " + i);
    }
  }

  /** Bit for bit: limits, difference, product and sum are each rounded to float32. */
  @Test
  void uniformValuesAreTensorFlows() {
    float limit = (float) Math.sqrt(6.0 / (30 + 50));
    double[] stream = drawn("RandomUniform");
    double[] ours = ours(Initializers.glorotUniform(SEED));
    for (int i = 0; i < ours.length; i++) {
      assertEquals((float) stream[i] * (2 * limit) - limit, (float) ours[i], "element " + i);
    }
  }

  /**
   * TensorFlow's number is {@code √(−2·log u₁)·sin v} in float32: log and sin one ulp each, 2u, of
   * which the root halves one and adds u; the product adds u: 5u. Ours rounds the deviation and the
   * result: 7u of the value, and of what the errors do together 8u.
   */
  @Test
  void truncatedNormalValuesAreTensorFlows() {
    double deviation = Math.sqrt(2.0 / 30) / .87962566103423978;
    assertClose(drawn("TruncatedNormal"), deviation, ours(Initializers.heNormal(SEED)));
  }

  @Test
  void normalValuesAreTensorFlows() {
    assertClose(drawn("RandomStandardNormal"), 0.5, ours(Initializers.normal(0, 0.5, SEED)));
  }
}
