package dev.assay.golden;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The first steps of another library's optimizers on one small problem, recorded. Numbers are the
 * shortest decimals that give back the recorded bits in the run's dtype.
 *
 * @param source the library and its version
 * @param problem what was minimised
 * @param runs one per optimizer and dtype
 */
public record TrainingRecord(String source, Problem problem, List<Run> runs) {
  private static final String TENSORFLOW = "dev/assay/golden/recorded/tensorflow-optimizers.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** Copies the list. */
  public TrainingRecord {
    runs = List.copyOf(runs);
  }

  /**
   * {@code f(w) = ½·‖X·w − y‖² + a·Σ|wⱼ − kⱼ| + b·Σwⱼ³}: ill-conditioned, with kinks and a
   * curvature that changes. All constants are dyadic, so that they are exact in every dtype.
   *
   * @param design X, by rows
   * @param target y
   * @param kinkWeight a
   * @param kinks k
   * @param cubicWeight b
   * @param start w before the first step
   */
  public record Problem(
      List<List<BigDecimal>> design,
      List<BigDecimal> target,
      BigDecimal kinkWeight,
      List<BigDecimal> kinks,
      BigDecimal cubicWeight,
      List<BigDecimal> start) {
    /** Checks that the sizes fit. */
    public Problem {
      int n = start.size();
      need(design.size() == target.size(), "problem: one row of the design per target");
      need(kinks.size() == n, "problem: one kink per variable");
      need(design.stream().allMatch(r -> r.size() == n), "problem: one column per variable");
    }
  }

  /**
   * One optimizer's steps.
   *
   * @param id unique in the record
   * @param op the registered operation that does the same: {@code apply_adam}
   * @param kernel the library's name of what ran
   * @param dtype of the variable, the slots and the scalars
   * @param attrs truth values that differ from the operation's fallbacks
   * @param scalars those arguments that stay the same
   * @param initial the variable and the slots before the first step, by their argument names
   * @param steps in their order
   */
  public record Run(
      String id,
      String op,
      String kernel,
      String dtype,
      Map<String, Boolean> attrs,
      Map<String, BigDecimal> scalars,
      Map<String, List<BigDecimal>> initial,
      List<Step> steps) {
    /** Checks that every step has what the initial state has. */
    public Run {
      List<String> names = List.copyOf(initial.keySet());
      need(!names.isEmpty() && names.get(0).equals("var"), id + ": the state begins with var");
      int n = initial.get("var").size();
      for (Step s : steps) {
        need(List.copyOf(s.state().keySet()).equals(names), id + ": a step's state is " + names);
        need(s.gradient().size() == n, id + ": the gradient has " + n + " elements");
        need(
            s.state().values().stream().allMatch(v -> v.size() == n),
            id + ": the variable and the slots have " + n + " elements");
      }
    }

    /** The variable and the slots before step {@code i}, counted from 0. */
    public Map<String, List<BigDecimal>> before(int i) {
      return i == 0 ? initial : steps.get(i - 1).state();
    }
  }

  /**
   * One step.
   *
   * @param scalars those arguments that change from step to step
   * @param gradient of f at the variable before the step
   * @param state the variable and the slots after the step
   */
  public record Step(
      Map<String, BigDecimal> scalars,
      List<BigDecimal> gradient,
      Map<String, List<BigDecimal>> state) {}

  /** TensorFlow's optimizers. */
  public static TrainingRecord tensorFlow() {
    try (InputStream in = TrainingRecord.class.getClassLoader().getResourceAsStream(TENSORFLOW)) {
      if (in == null) {
        throw new GoldenException(TENSORFLOW + ": not on the class path");
      }
      return read(TENSORFLOW, in);
    } catch (IOException e) {
      throw new GoldenException(TENSORFLOW + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads and checks one file.
   *
   * @param name for messages
   */
  public static TrainingRecord read(String name, InputStream in) {
    try {
      return MAPPER.readValue(in, TrainingRecord.class);
    } catch (IOException e) {
      throw new GoldenException(name + ": " + e.getMessage(), e);
    }
  }

  private static void need(boolean holds, String rule) {
    if (!holds) {
      throw new GoldenException(rule);
    }
  }
}
