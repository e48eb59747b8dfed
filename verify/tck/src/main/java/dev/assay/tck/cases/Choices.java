package dev.assay.tck.cases;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The decisions that make up a case, as small numbers: drawn from a seed, from jqwik, or read from
 * a replay token. Past the end every decision is 0, the simplest, so that shortening and lowering
 * the numbers shrinks the case.
 */
public final class Choices {
  private static final int LENGTH = 40;
  private static final int BOUND = 1 << 20;

  private final int[] numbers;
  private int used;

  private Choices(int[] numbers) {
    this.numbers = numbers;
  }

  /** The given decisions. */
  public static Choices of(int... numbers) {
    return new Choices(numbers.clone());
  }

  /** Decisions drawn from a seed. */
  public static Choices seeded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Choices(random.ints(LENGTH, 0, BOUND).toArray());
  }

  /**
   * The decisions of the i-th case of the thing called {@code name}, in a run from {@code seed}.
   */
  public static Choices seeded(long seed, String name, int i) {
    long h =
        seed * 0x9E3779B97F4A7C15L
            + name.hashCode() * 0xBF58476D1CE4E5B9L
            + i * 0x94D049BB133111EBL;
    return seeded(h ^ (h >>> 31));
  }

  /** The decisions that {@link #token} wrote. */
  public static Choices parse(String token) {
    return new Choices(
        token.isEmpty()
            ? new int[0]
            : Arrays.stream(token.split("\\.")).mapToInt(s -> Integer.parseInt(s, 36)).toArray());
  }

  /** The next decision, 0 … n − 1. */
  int next(int n) {
    int i = used++;
    return i < numbers.length ? Math.floorMod(numbers[i], n) : 0;
  }

  /** The decisions taken so far, to be taken again. */
  public int[] taken() {
    return Arrays.copyOf(numbers, Math.min(used, numbers.length));
  }

  /** All decisions, taken or not. */
  public int[] numbers() {
    return numbers.clone();
  }

  /** All decisions as a short text. */
  public String all() {
    return text(numbers);
  }

  /** The decisions taken so far as a short text. */
  public String token() {
    return text(taken());
  }

  private static String text(int[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(n -> Integer.toString(n, 36))
        .collect(Collectors.joining("."));
  }
}
