package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Token;
import java.util.List;

/** The one case that a failure's token stands for. */
public interface Replay {
  /** What is called with which arguments. */
  String description();

  /** What every method that fits says of it. */
  List<Outcome> judge(Backend backend);

  /** Reads a token. */
  static Replay of(String token) {
    return new OfCase(Token.parse(token));
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
}
