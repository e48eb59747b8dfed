package dev.assay.learn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.learn.metric.Bleu.Smoothing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {
  /** Logarithms and exponentials of a few numbers, each right to an ulp. */
  private static final double BOUND = 32 * Math.ulp(1.0);

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }

  private static Bleu of(int order, Smoothing smoothing, String candidate, String... references) {
    Bleu bleu = new Bleu(order, smoothing);
    bleu.update(Arrays.stream(references).map(BleuTest::words).toList(), words(candidate));
    return bleu;
  }

  /** Papineni et al. 2002, example 2: a word counts at most as often as in one reference. */
  @Test
  void countsAreClipped() {
    Bleu bleu =
        of(
            2,
            Smoothing.NONE,
            "the the the the the the the",
            "the cat is on the mat",
            "there is a cat on the mat");
    assertEquals(2 / 7.0, bleu.precision(1));
    assertEquals(0, bleu.precision(2));
    assertEquals(0, bleu.result());
  }

  /** Papineni et al. 2002, example 1, candidate 1: 17 of 18 words, 10 of 17 pairs. */
  @Test
  void theExampleOfThePaper() {
    Bleu bleu =
        of(
            2,
            Smoothing.NONE,
            "it is a guide to action which ensures that the military always obeys the commands of"
                + " the party",
            "it is a guide to action that ensures that the military will forever heed party"
                + " commands",
            "it is the guiding principle which guarantees the military forces always being under"
                + " the command of the party",
            "it is the practical guide for the army always to heed the directions of the party");
    assertEquals(17 / 18.0, bleu.precision(1));
    assertEquals(10 / 17.0, bleu.precision(2));
    assertEquals(1, bleu.brevityPenalty());
    assertEquals(Math.sqrt(17 / 18.0 * 10 / 17.0), bleu.result(), BOUND);
  }

  @Test
  void whatIsTheReferenceScoresOne() {
    List<String> text = words("one two three four five");
    assertEquals(1, Bleu.of(List.of(text), text), BOUND);
  }

  @Test
  void shortCandidatesAreCutByTheNearestReference() {
    // of 3 and 5 words the 3 are as near to 4 and shorter; of 6 nothing is
    assertEquals(1, of(1, Smoothing.NONE, "a b c d", "a b c", "a b c d e").brevityPenalty());
    assertEquals(
        StrictMath.exp(1 - 6 / 4.0),
        of(1, Smoothing.NONE, "a b c d", "a b c d e f").brevityPenalty());
  }

  @Test
  void smoothingSavesTheScore() {
    String candidate = "a b x";
    assertEquals(0, of(3, Smoothing.NONE, candidate, "a b c").result());
    Bleu one = of(3, Smoothing.ADD_ONE, candidate, "a b c");
    assertEquals(2 / 3.0, one.precision(1));
    assertEquals(2 / 3.0, one.precision(2));
    assertEquals(1 / 2.0, one.precision(3));
    assertEquals(StrictMath.cbrt(2 / 9.0), one.result(), BOUND);
    Bleu floor = of(3, Smoothing.FLOOR, candidate, "a b c");
    assertEquals(StrictMath.cbrt(2 / 3.0 * 0.5 * 0.1), floor.result(), BOUND);
  }

  @Test
  void aCorpusAddsCountsNotScores() {
    Bleu bleu = new Bleu(1, Smoothing.NONE);
    bleu.update(List.of(words("a b c")), words("a b c"));
    bleu.update(List.of(words("d")), words("x"));
    assertEquals(0.75, bleu.result(), BOUND);
    bleu.reset();
    assertEquals(0, bleu.result());
  }

  @Test
  void emptyAndShortCandidatesScoreZero() {
    for (Smoothing s : Smoothing.values()) {
      assertEquals(0, of(4, s, "", "a b").result(), s.name());
      assertEquals(0, new Bleu(4, s).result(), s.name());
    }
    assertEquals(0, of(4, Smoothing.NONE, "a b", "a b").result());
  }

  @Test
  void wrongArguments() {
    assertThrows(AttributeException.class, () -> new Bleu(0, Smoothing.NONE));
    assertThrows(ValueException.class, () -> new Bleu(4, null));
    Bleu bleu = new Bleu();
    assertThrows(ValueException.class, () -> bleu.update(List.of(), words("a")));
    assertThrows(
        ValueException.class, () -> bleu.update(List.of(Arrays.asList((String) null)), words("a")));
    assertThrows(AttributeException.class, () -> bleu.precision(5));
  }
}
