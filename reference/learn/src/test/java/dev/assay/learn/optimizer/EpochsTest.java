package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AttributeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private static int[] joined(List<int[]> steps) {
    return steps.stream().flatMapToInt(Arrays::stream).toArray();
  }

  @Test
  void batchDescentSeesAllRowsInOneStep() {
    List<int[]> steps = Epochs.all(4).epoch(3);
    assertEquals(1, steps.size());
    assertArrayEquals(new int[] {0, 1, 2, 3}, steps.get(0));
  }

  @Test
  void stochasticDescentSeesEachRowOnceInRandomOrder() {
    Epochs b = Epochs.single(50, 1);
    List<int[]> steps = b.epoch(0);
    assertEquals(50, steps.size());
    assertEquals(50, b.steps());
    int[] order = joined(steps);
    assertFalse(Arrays.equals(order, IntStream.range(0, 50).toArray()));
    assertArrayEquals(IntStream.range(0, 50).toArray(), Arrays.stream(order).sorted().toArray());
  }

  @Test
  void theLastMiniBatchHasWhatIsLeft() {
    List<int[]> steps = Epochs.mini(10, 4, 1).epoch(0);
    assertEquals(List.of(4, 4, 2), steps.stream().map(s -> s.length).toList());
    assertEquals(3, Epochs.mini(10, 4, 1).steps());
    assertArrayEquals(new int[] {8, 9}, Epochs.ordered(10, 4).epoch(7).get(2));
    assertEquals(1, Epochs.mini(10, Integer.MAX_VALUE, 1).steps());
    assertEquals(1, Epochs.mini(10, Integer.MAX_VALUE, 1).epoch(0).size());
  }

  @Test
  void anEpochIsAFunctionOfItsNumberAndTheSeed() {
    int[] third = joined(Epochs.mini(100, 7, 5).epoch(3));
    assertArrayEquals(third, joined(Epochs.mini(100, 9, 5).epoch(3)));
    assertFalse(Arrays.equals(third, joined(Epochs.mini(100, 7, 5).epoch(4))));
    assertFalse(Arrays.equals(third, joined(Epochs.mini(100, 7, 6).epoch(3))));
  }

  @Test
  void noRowsAreNoSteps() {
    for (Epochs b :
        List.of(Epochs.all(0), Epochs.single(0, 1), Epochs.mini(0, 3, 1), Epochs.ordered(0, 2))) {
      assertEquals(0, b.steps());
      assertEquals(List.of(), b.epoch(0));
    }
    assertThrows(AttributeException.class, () -> Epochs.all(-1));
    assertThrows(AttributeException.class, () -> Epochs.mini(1, 0, 1));
  }
}
