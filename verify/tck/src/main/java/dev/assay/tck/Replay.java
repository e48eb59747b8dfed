package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.tck.golden.GoldenExample;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Token;
import dev.assay.tck.laws.Law;
import java.util.List;

/** The one case that a failure's token stands for. */
public interface Replay {
  /** What is called with which arguments. */
  String description();

  /** What every method that fits says of it. */
  List<Outcome> judge(Backend backend);

  /** Reads a token. */
  static Replay of(String token) {
    if (GoldenExample.isMeant(token)) {
      return new OfExample(GoldenExample.parse(token));
    }
    return Law.Case.isMeant(token)
        ? new OfLaw(Law.Case.parse(token))
        : new OfCase(Token.parse(token));
  }

  /** A case of one operation. */
  record OfCase(Token token) implements Replay {
    @Override
    public String description() {
      return token.draw().toString();
    }

    @Override
    public List<Outcome> judge(Backend backend) {
      return new Judge(backend, 0, 1).judge(token);
    }
  }

  /** A case of a law. */
  record OfLaw(Law.Case kase) implements Replay {
    @Override
    public String description() {
      return kase.law().toString();
    }

    @Override
    public List<Outcome> judge(Backend backend) {
      return kase.judge(backend).stream().toList();
    }
  }

  /** A worked example. */
  record OfExample(GoldenExample example) implements Replay {
    @Override
    public String description() {
      return example.about();
    }

    @Override
    public List<Outcome> judge(Backend backend) {
      return List.of(example.judge(backend));
    }
  }
}
