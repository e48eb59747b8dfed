package dev.assay.engine.ops.random;

/**
 * Draws numbers one at a time where how many are needed is not known before. A block yields two
 * binary64 uniforms or two normal numbers, dealt last first, as TensorFlow does.
 */
final class Deck {
  private final Philox stream;
  private long next;
  private final double[] uniforms = new double[2];
  private final double[] normals = new double[2];
  private int uniformsLeft;
  private int normalsLeft;

  Deck(Philox stream) {
    this.stream = stream;
  }

  double uniform() {
    if (uniformsLeft == 0) {
      int[] x = stream.block(next++);
      uniforms[0] = Philox.uniform64(x[0], x[1]);
      uniforms[1] = Philox.uniform64(x[2], x[3]);
      uniformsLeft = 2;
    }
    return uniforms[--uniformsLeft];
  }

  double normal() {
    if (normalsLeft == 0) {
      int[] x = stream.block(next++);
      System.arraycopy(Normals.pair64(x[0], x[1], x[2], x[3]), 0, normals, 0, 2);
      normalsLeft = 2;
    }
    return normals[--normalsLeft];
  }
}
