package dev.assay.engine.graph;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;

/** What a node does when a session reaches it. */
sealed interface Work {
  /** The node's type as a graph's listing shows it. */
  String type();

  /** Has the value that the caller feeds. */
  record Placeholder() implements Work {
    @Override
    public String type() {
      return "placeholder";
    }
  }

  /** Has a value that never changes. */
  record Constant(Tensor value) implements Work {
    @Override
    public String type() {
      return "constant";
    }
  }

  /**
   * Calls an operation.
   *
   * @param call as it was noted down, its arguments symbols and captured tensors
   */
  record Apply(Call call) implements Work {
    @Override
    public String type() {
      return call.op().name();
    }
  }

  /** Reads a variable of the session. */
  record Read(Variable variable) implements Work {
    @Override
    public String type() {
      return "read_variable";
    }
  }

  /** Reads a variable if the session has initialised it, else passes its initial value on. */
  record ReadOrInitial(Variable variable) implements Work {
    @Override
    public String type() {
      return "initialized_value";
    }
  }

  /** Writes a variable of the session; the result is its new value. */
  record Write(Variable variable, Variable.Update update) implements Work {
    @Override
    public String type() {
      return update.type();
    }
  }

  /** Calls a Java function. */
  record Effectful(String type, Effect effect) implements Work {}

  /** Does nothing itself: what it depends on runs. */
  record Group() implements Work {
    @Override
    public String type() {
      return "group";
    }
  }

  /** Has the value that the node which runs its body gives it. */
  record Parameter() implements Work {
    @Override
    public String type() {
      return "parameter";
    }
  }

  /**
   * Runs bodies.
   *
   * @param arguments how many inputs there are apart from what the bodies capture
   */
  record Control(ControlFlow flow, int arguments) implements Work {
    @Override
    public String type() {
      return flow.type();
    }
  }
}
