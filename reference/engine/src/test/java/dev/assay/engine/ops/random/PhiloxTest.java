package dev.assay.engine.ops.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {
  private static void known(Philox at, int... words) {
    assertArrayEquals(words, at.block(0));
  }

  /** The known answers of the authors' library Random123, file kat_vectors, philox4x32 10. */
  @Test
  void knownAnswers() {
    known(new Philox(0, 0, 0), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    known(new Philox(-1, -1, -1), 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    known(
        new Philox(0x299f31d0_a4093822L, 0x85a308d3_243f6a88L, 0x03707344_13198a2eL),
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  @Test
  void theCounterCarriesIntoItsUpperHalfAndWraps() {
    assertEquals(new Philox(7, 0, 6), new Philox(7, -1, 5).skip(1));
    assertEquals(new Philox(7, 0, 0), new Philox(7, -1, -1).skip(1));
    assertEquals(new Philox(7, 0xFFFFFFFFL + 1, 5), new Philox(7, 0xFFFFFFFFL, 5).skip(1));
    assertEquals(new Philox(7, -2, 6), new Philox(7, -1, 5).skip(-1));
    assertEquals(new Philox(7, 3, 5), new Philox(7, 3, 5).skip(0));
    assertArrayEquals(new Philox(7, 1, 6).block(0), new Philox(7, -1, 5).block(2));
  }

  @Test
  void aLongerDrawBeginsWithTheShorter() {
    Philox p = Philox.stateless(3, 4);
    int[] nine = p.words(9);
    for (int n = 0; n < 9; n++) {
      assertArrayEquals(Arrays.copyOf(nine, n), p.words(n));
    }
  }

  @Test
  void uniformsAreFractionsOfTheLowBits() {
    assertEquals(0, Philox.uniform32(0xFF800000));
    assertEquals(1 - 0x1p-23, Philox.uniform32(-1));
    assertEquals(Float.intBitsToFloat(0x3F800000 | 0x1234) - 1, Philox.uniform32(0x1234));
    assertEquals(1 - 0x1p-52, Philox.uniform64(-1, -1));
    assertEquals(0.5, Philox.uniform64(0x80000, 0));
    assertEquals(0x1p-21, Philox.uniform64(0, 0x80000000));
    assertEquals(1 - 0x1p-10, Philox.uniform16(-1));
    assertEquals(1 - 0x1p-7, Philox.uniformBfloat16(-1));
    assertArrayEquals(new double[] {0.5}, new double[] {Philox.uniform32(0x400000)});
  }
}
