package dev.assay.engine.minimal;

import static dev.assay.engine.tensor.DType.FLOAT32;

import dev.assay.engine.BackendException;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.ops.linalg.Decompositions;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A program that needs the engine and {@code java.base}, nothing else. */
public final class Example {
  private Example() {}

  /** Prints a forward pass, a gradient, a graph's result and that every operation is loaded. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Tensor w = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    Tensor x = Tensor.of(new float[][] {{-1}, {2}});
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(w);
      Tensor loss = Reduce.sum(Maths.square(LinAlg.matmul(w, x)));
      out.println("loss " + loss);
      out.println("gradient " + tape.gradient(loss, w).toString().replaceAll("\\s+", " "));
    }
    Graph g = new Graph();
    Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    try (Session s = new Session(g)) {
      out.println("graph " + s.run(LinAlg.matmul(w, p), Map.of(p, x)).shape());
    }
    Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}});
    out.println("determinant " + Maths.round(Decompositions.matrixDeterminant(a)));
    Tensor image = Tensor.ofLongs(DType.UINT8, Shape.of(1, 2, 1), 7, 200);
    out.println("png " + Image.decodePng(Image.encodePng(image)).sameAs(image));
    try {
      Image.decodeJpeg(Image.encodeJpeg(image, 95));
    } catch (BackendException e) {
      out.println(e.getMessage());
    }
    out.println("modules " + ModuleLayer.boot().modules().size());
    out.println("operations " + !OpRegistry.all().isEmpty());
  }
}
