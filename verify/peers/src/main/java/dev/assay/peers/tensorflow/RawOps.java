package dev.assay.peers.tensorflow;

import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** Builds TensorFlow's operations by their registered names, in a graph or at once. */
final class RawOps {
  private final ExecutionEnvironment env;

  RawOps(ExecutionEnvironment env) {
    this.env = env;
  }

  /** An operation of that name with these inputs, to which attributes can be added. */
  OperationBuilder op(String type, Output<?>... inputs) {
    OperationBuilder builder =
        env.opBuilder(type, env.baseScope().makeUnique(type), env.baseScope());
    for (Output<?> input : inputs) {
      builder.addInput(input);
    }
    return builder;
  }

  /** The only result of an operation without attributes. */
  Output<?> one(String type, Output<?>... inputs) {
    return op(type, inputs).build().output(0);
  }

  Output<?> constant(Tensor value) {
    return op("Const").setAttr("value", value).setAttr("dtype", value.dataType()).build().output(0);
  }

  /**
   * A new resource variable of the dtype and shape of {@code value}, which it does not hold yet.
   */
  Output<?> variable(Tensor value) {
    Operation handle =
        op("VarHandleOp")
            .setAttr("dtype", value.dataType())
            .setAttr("shape", value.shape())
            .setAttr("shared_name", env.baseScope().makeUnique("variable"))
            .build();
    return handle.output(0);
  }

  /** The operation that gives a variable a value. */
  Operation assign(Output<?> variable, Output<?> value) {
    return op("AssignVariableOp", variable, value).setAttr("dtype", value.dataType()).build();
  }

  /** The value that a variable of that dtype has when this runs, after {@code earlier}. */
  Output<?> read(Output<?> variable, DataType dtype, Operation... earlier) {
    OperationBuilder builder = op("ReadVariableOp", variable).setAttr("dtype", dtype);
    for (Operation e : earlier) {
      builder.addControlInput(e);
    }
    return builder.build().output(0);
  }

  /** What is fed with tensors of the dtype and shape of {@code like}. */
  Output<?> placeholder(Tensor like) {
    return op("Placeholder")
        .setAttr("dtype", like.dataType())
        .setAttr("shape", like.shape())
        .build()
        .output(0);
  }
}
