package dev.assay.programs.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.formats.image.LabelledImages;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {
  /** Made with JDK 17; the same on every machine. */
  @Test
  void theSeedDrawsTheSameEverywhere() throws NoSuchAlgorithmException {
    byte[] pixels = (byte[]) Digits.drawn(42, 0, 200).images().host().array();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(pixels);
    assertEquals(
        "916c0b53e43951ccd9d458ac968599a09fcaa922f94500cec5c3b5ef586ba1a4",
        HexFormat.of().formatHex(digest));
  }

  @Test
  void aDigitDependsOnItsNumberAloneAndNotOnHowManyAreDrawn() {
    byte[] some = (byte[]) Digits.drawn(7, 10, 12).images().host().array();
    byte[] all = (byte[]) Digits.drawn(7, 0, 20).images().host().array();
    assertArrayEquals(some, Arrays.copyOfRange(all, 10 * 784, 12 * 784));
    assertFalse(Arrays.equals(some, (byte[]) Digits.drawn(8, 10, 12).images().host().array()));
  }

  @Test
  void allDigitsAreEquallyFrequent() {
    LabelledImages digits = Digits.drawn(1, 0, 200);
    int[] count = new int[10];
    for (long label : digits.labels().toLongs()) {
      count[(int) label]++;
    }
    assertArrayEquals(new int[] {20, 20, 20, 20, 20, 20, 20, 20, 20, 20}, count);
  }

  /** Ink lies on the paper, not at its edge, and is neither missing nor a blot. */
  @Test
  void everyDigitIsInsideItsImage() {
    int side = DrawnDigits.SIDE;
    for (int i = 0; i < 500; i++) {
      double[] pixels = DrawnDigits.pixels(3, i);
      int ink = 0;
      int edge = 0;
      for (int p = 0; p < pixels.length; p++) {
        assertTrue(pixels[p] >= 0 && pixels[p] <= 255 && pixels[p] == Math.rint(pixels[p]));
        boolean dark = pixels[p] >= 128;
        ink += dark ? 1 : 0;
        int x = p % side;
        int y = p / side;
        edge += dark && (x == 0 || y == 0 || x == side - 1 || y == side - 1) ? 1 : 0;
      }
      assertTrue(ink >= 12 && ink <= 300, "digit " + i + " has " + ink + " dark pixels");
      assertTrue(edge <= 12, "digit " + i + " has " + edge + " dark pixels at the edge");
    }
  }

  @Test
  void theHandDrawsNoTwoAlike() {
    byte[] pixels = (byte[]) Digits.drawn(5, 0, 100).images().host().array();
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < i; j++) {
        assertFalse(
            Arrays.equals(pixels, i * 784, (i + 1) * 784, pixels, j * 784, (j + 1) * 784),
            i + " and " + j);
      }
    }
  }
}
