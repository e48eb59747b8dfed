package dev.assay.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.FrozenVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The frozen set is what this version draws, byte for byte, on every virtual machine. Where the
 * reference, the cases or the bounds changed on purpose: {@code ./assay vectors export
 * golden/vectors}.
 */
class FrozenVectorsTest {
  private static final Path FROZEN =
      Path.of("..", "..", "golden", "vectors").toAbsolutePath().normalize();
  private static final long MOST_BYTES = 15_000_000;
  private static final int FEWEST = 2000;

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  @Test
  void theSetIsDrawnAgainByteForByte(@TempDir Path folder) throws IOException {
    Export.Summary again =
        new Export(Export.SEED, Export.CASES).write(folder, List.copyOf(OpRegistry.all()));
    assertEquals(again.sha256(), FrozenVectors.sha256(), "the manifest");
    assertEquals(files(folder), files(FROZEN));
    long bytes = 0;
    for (Path file : files(FROZEN)) {
      byte[] frozen = Files.readAllBytes(FROZEN.resolve(file));
      assertArrayEquals(Files.readAllBytes(folder.resolve(file)), frozen, file.toString());
      bytes += frozen.length;
    }
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
  }

  /** Results without an element, and gradients of zeros alone, are not counted. */
  @Test
  void thereAreEnoughCasesOfEveryOperation() {
    VectorSet set = VectorSet.open(FROZEN);
    assertEquals(OpRegistry.all().stream().map(Op::name).sorted().toList(), set.ops());
    int results = 0;
    int gradients = 0;
    int products = 0;
    long specials = 0;
    for (String op : set.ops()) {
      List<VectorCase> cases = set.cases(op);
      results += count(cases, Part.RESULT);
      gradients += count(cases, Part.GRADIENT);
      products += count(cases, Part.PRODUCT);
      specials += cases.stream().filter(FrozenVectorsTest::isSpecial).count();
      assertTrue(count(cases, Part.RESULT) >= 4, op + " has fewer than 4 cases with elements");
    }
    assertTrue(results >= FEWEST, results + " results");
    assertTrue(gradients >= FEWEST, gradients + " gradients");
    assertTrue(products >= 300, products + " products");
    assertTrue(specials >= 500, specials + " cases in which infinity or NaN is right");
  }

  /** What a program that computes nothing has right is not enough for any class. */
  @Test
  void aProgramOfZerosPassesNoOperation(@TempDir Path other) throws IOException {
    VectorSet set = VectorSet.open(FROZEN);
    Program.write(set, other, (c, part, w) -> Optional.of(Tensor.zeros(w.dtype(), w.shape())));
    for (String precision : List.of("RN32", "BF16/opencl")) {
      VectorVerdict v = new Checker(set, other, precision).judge(List.of());
      assertEquals(
          List.of("zeros", "zeros_like"),
          v.ops().stream()
              .filter(op -> op.status() == OpTally.Status.PASS)
              .map(OpTally::op)
              .toList());
    }
  }

  private static int count(List<VectorCase> cases, Part part) {
    return (int)
        cases.stream()
            .filter(c -> c.wanted().containsKey(part))
            .filter(c -> c.wanted().get(part).stream().anyMatch(w -> says(part, w)))
            .count();
  }

  private static boolean isSpecial(VectorCase c) {
    return c.wanted().get(Part.RESULT).stream()
        .filter(w -> w.dtype().isContinuous())
        .anyMatch(w -> !Arrays.stream(w.tensor().toDoubles()).allMatch(Double::isFinite));
  }

  private static boolean says(Part part, VectorCase.Wanted w) {
    return part == Part.RESULT
        ? w.shape().elements() > 0
        : Arrays.stream(w.tensor().toDoubles()).anyMatch(d -> d != 0);
  }
}
