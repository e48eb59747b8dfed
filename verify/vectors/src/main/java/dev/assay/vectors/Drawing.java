package dev.assay.vectors;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import dev.assay.tck.judge.Declared;
import dev.assay.tck.judge.FrozenCase;
import dev.assay.tck.judge.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cases of an operation that are frozen: drawn as the judge draws, small, each another call,
 * and decided in every arithmetic to the last number.
 *
 * @param token draws the case again
 * @param frozen what is right of it
 */
record Drawing(Token token, FrozenCase frozen) {
  /** Cases per operation where nothing else is asked for: every kind of {@link #KINDS} once. */
  static final int CASES = 18;

  private static final int ATTEMPTS = 24;

  /** The most elements of all arguments and results of a case. */
  private static final int MOST_ELEMENTS = 256;

  /** What a case is drawn from. */
  private record Kind(Draw.Values values, DType dtype, boolean second) {
    Kind(Draw.Values values, DType dtype) {
      this(values, dtype, false);
    }
  }

  /** In the order in which cases are drawn, the simplest two first. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(Draw.Values.SMOOTH, DType.FLOAT32, true),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT64, true),
          new Kind(Draw.Values.WILD, DType.FLOAT32),
          new Kind(Draw.Values.INTEGERS, DType.INT32),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT32, true),
          new Kind(Draw.Values.SMOOTH, DType.COMPLEX64),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT64),
          new Kind(Draw.Values.WILD, DType.FLOAT64),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT32),
          new Kind(Draw.Values.INTEGERS, DType.UINT8),
          new Kind(Draw.Values.INTEGERS, DType.FLOAT32),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT32),
          new Kind(Draw.Values.SMOOTH, DType.COMPLEX128),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT64),
          new Kind(Draw.Values.WILD, DType.FLOAT32),
          new Kind(Draw.Values.INTEGERS, DType.INT64),
          new Kind(Draw.Values.SMOOTH, DType.FLOAT32),
          new Kind(Draw.Values.INTEGERS, DType.INT8));

  private static final int SIMPLEST = 2;

  /** As many cases of {@code op} as there are among {@code cases} kinds, from a seed. */
  static List<Drawing> of(Op op, long seed, int cases, List<Declared> arithmetics) {
    OpCases generator =
        CaseRegistry.find(op.name())
            .orElseThrow(
                () ->
                    new ValueException("vectors: there is no generator of cases of " + op.name()));
    boolean complex = SpecRegistry.find(op.name()).filter(Spec::takesComplex).isPresent();
    List<Drawing> drawn = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      Kind kind = KINDS.get(i % KINDS.size());
      if (complex || !kind.dtype.isComplex()) {
        draw(op, generator, kind, seed, i, arithmetics, drawn).ifPresent(drawn::add);
      }
    }
    if (drawn.isEmpty()) {
      throw new ValueException(
          "vectors: no case of " + op.name() + " is decided in every class, to the last number");
    }
    return drawn;
  }

  /** The first case that says what its kind is for; if there is none, the first that will do. */
  private static Optional<Drawing> draw(
      Op op,
      OpCases generator,
      Kind kind,
      long seed,
      int i,
      List<Declared> arithmetics,
      List<Drawing> earlier) {
    Optional<Drawing> any = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Choices choices =
          i < SIMPLEST && attempt == 0
              ? Choices.of()
              : Choices.seeded(seed, op.name() + " vectors " + i, attempt);
      Case kase = generator.draw(new Draw(choices, kind.dtype, kind.values));
      Token token = new Token(op.name(), kind.values, kind.dtype, choices.token());
      boolean special = kase.inputs().stream().anyMatch(Drawing::isSpecial);
      boolean poor = kind.values == Draw.Values.WILD && !special && any.isPresent();
      if (poor
          || !fits(kase.inputs())
          || earlier.stream().anyMatch(d -> same(d.frozen.kase(), kase))) {
        continue;
      }
      Optional<FrozenCase> frozen =
          FrozenCase.of(token, arithmetics, kind.second).filter(Drawing::isWritable);
      if (frozen.isPresent()) {
        Drawing drawing = new Drawing(token, frozen.get());
        boolean telling =
            switch (kind.values) {
              case WILD -> special && drawing.hasElements();
              case SMOOTH, TILES -> !op.isDifferentiable() || !drawing.frozen.gradients().isEmpty();
              case INTEGERS -> true;
            };
        if (telling) {
          return Optional.of(drawing);
        }
        any = any.or(() -> Optional.of(drawing));
      }
    }
    return any;
  }

  /** Whether an infinity or NaN is among the elements. */
  private static boolean isSpecial(Tensor t) {
    return t.dtype().isContinuous() && !Arrays.stream(t.toDoubles()).allMatch(Double::isFinite);
  }

  private boolean hasElements() {
    return frozen.results().stream().anyMatch(y -> y.want().size() > 0);
  }

  private static boolean fits(List<Tensor> tensors) {
    return tensors.stream().mapToInt(Tensor::size).sum() <= MOST_ELEMENTS;
  }

  private static boolean same(Case a, Case b) {
    if (!a.attrs().equals(b.attrs()) || a.inputs().size() != b.inputs().size()) {
      return false;
    }
    for (int i = 0; i < a.inputs().size(); i++) {
      if (!a.inputs().get(i).sameAs(b.inputs().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** NumPy has no bfloat16, and its strings have no zero bytes at their end. */
  private static boolean isWritable(FrozenCase frozen) {
    Call call = frozen.kase().call();
    List<Tensor> tensors =
        Stream.concat(call.inputs().stream(), frozen.results().stream().map(y -> y.want()))
            .toList();
    return fits(tensors) && tensors.stream().allMatch(Drawing::isWritable);
  }

  private static boolean isWritable(Tensor t) {
    if (t.dtype() == DType.STRING) {
      for (byte[] s : t.host().bytes()) {
        if (s.length > 0 && s[s.length - 1] == 0) {
          return false;
        }
      }
    }
    return t.dtype() != DType.BFLOAT16;
  }
}
