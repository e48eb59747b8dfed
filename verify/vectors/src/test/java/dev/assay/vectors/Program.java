package dev.assay.vectors;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A program that is judged: it writes what a set wants, changed as a test likes. */
final class Program {
  /** What becomes of a tensor; empty if it is not written. */
  @FunctionalInterface
  interface Change {
    Optional<Tensor> of(VectorCase c, Part part, VectorCase.Wanted wanted);
  }

  private Program() {}

  /** Writes all tensors of the set, right to the last bit. */
  static void write(VectorSet set, Path folder) throws IOException {
    write(set, folder, (c, part, w) -> Optional.of(w.tensor()));
  }

  /** Writes the tensors of the set, changed. */
  static void write(VectorSet set, Path folder, Change change) throws IOException {
    for (String op : set.ops()) {
      Path home = Files.createDirectories(folder.resolve(op));
      for (VectorCase c : set.cases(op)) {
        for (Part part : c.wanted().keySet()) {
          for (VectorCase.Wanted w : c.wanted().get(part)) {
            Path file = home.resolve(part.file(c.number(), w.name()));
            Optional<Tensor> written = change.of(c, part, w);
            if (written.isPresent()) {
              Files.write(file, Npy.bytes(written.get()));
            }
          }
        }
      }
    }
  }

  /** The tensor with one real number replaced. */
  static Tensor with(Tensor t, int i, double value) {
    double[] v = t.toDoubles().clone();
    v[i] = value;
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  /** Whether the tensor is of float32 and has elements. */
  static boolean isFloat32(VectorCase.Wanted w) {
    return w.dtype() == DType.FLOAT32 && w.shape().elements() > 0;
  }
}
