package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

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
  record Effectful(String type, Effect effect) implements Work {
    /** Checks what a node is to be made of. */
    static Effectful of(
        String name, String type, List<Tensor> inputs, List<TensorType> types, Effect effect) {
      String node = "graph: node " + ValueException.requireGiven(name, "graph: a name") + ": ";
      for (Tensor t : ValueException.requireGiven(inputs, node + "the inputs")) {
        ValueException.requireGiven(t, node + "an input");
      }
      for (TensorType t : ValueException.requireGiven(types, node + "the types of its results")) {
        ValueException.requireGiven(t, node + "the type of a result");
      }
      return new Effectful(
          ValueException.requireGiven(type, node + "its type"),
          ValueException.requireGiven(effect, node + "what it does"));
    }
  }

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
