package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The generators of the command line, driven by jqwik: a case is a list of small numbers, so that
 * jqwik's shrinking of the list is the shrinking of the case.
 */
class JudgePropertiesTest {
  private final Judge judge = new Judge(ReferenceBackend.instance(), 1, 1);

  @Provide
  Arbitrary<Token> tokens() {
    Arbitrary<String> ops = Arbitraries.of(OpRegistry.all().stream().map(Op::name).toList());
    Arbitrary<Draw.Values> values = Arbitraries.of(Draw.Values.SMALL);
    Arbitrary<int[]> choices =
        Arbitraries.integers().between(0, 1 << 20).array(int[].class).ofMaxSize(40);
    return Combinators.combine(ops, values, choices)
        .as((op, v, c) -> new Token(op, v, DType.FLOAT64, Choices.of(c).all()));
  }

  @Property(tries = 1500, seed = "20261122")
  void noMethodFailsOnTheReference(@ForAll("tokens") Token token) {
    assertEquals(
        List.of(), judge.judge(token).stream().filter(Outcome::failed).toList(), token::toString);
  }

  @Property(tries = 500, seed = "20261123")
  void aTokenDrawsTheSameCaseAgain(@ForAll("tokens") Token token) {
    Case first = token.draw();
    Case second = Token.parse(token.toString()).draw();
    assertEquals(first.call().attrs().toString(), second.call().attrs().toString());
    assertEquals(first.inputs().size(), second.inputs().size());
    for (int i = 0; i < first.inputs().size(); i++) {
      Tensor a = first.inputs().get(i);
      assertTrue(a.sameAs(second.inputs().get(i)), token::toString);
    }
  }
}
