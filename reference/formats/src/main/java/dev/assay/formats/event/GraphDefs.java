package dev.assay.formats.event;

import com.google.protobuf.ByteString;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.AttrValue;
import dev.assay.protos.GraphDef;
import dev.assay.protos.NodeDef;
import dev.assay.protos.TensorProto;
import dev.assay.protos.VersionDef;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Graphs to and from the protocol buffer that viewers draw. */
final class GraphDefs {
  /** The version of graphs that TensorFlow 1 wrote. */
  private static final int PRODUCER = 22;

  /** Values of more bytes are left out: viewers show none of them. */
  private static final int LARGEST_VALUE = 1024;

  /** Nodes that TensorFlow calls otherwise than by the camel case of our name. */
  private static final Map<String, String> NAMES =
      Map.of(
          "constant", "Const",
          "read_variable", "ReadVariableOp",
          "initialized_value", "ReadVariableOp",
          "assign", "AssignVariableOp",
          "assign_add", "AssignAddVariableOp",
          "assign_sub", "AssignSubVariableOp",
          "group", "NoOp",
          "matmul", "MatMul");

  private final GraphDef.Builder def = GraphDef.newBuilder();
  private final Set<String> names = new HashSet<>();

  private GraphDefs() {}

  /**
   * The nodes of {@code graph}, in their order. A variable is a node of its own, which its reads
   * and assignments have as an input; a value that an operation captured is a constant beside it.
   */
  static GraphDef of(Graph graph) {
    GraphDefs defs = new GraphDefs();
    List<Operation> operations = graph.operations();
    operations.forEach(op -> defs.names.add(op.name()));
    graph.variables().forEach(defs::variable);
    operations.forEach(defs::node);
    return defs.def.setVersions(VersionDef.newBuilder().setProducer(PRODUCER)).build();
  }

  private void variable(Variable variable) {
    def.addNode(
        NodeDef.newBuilder()
            .setName(variable.name())
            .setOp("VarHandleOp")
            .putAttr("dtype", type(variable.dtype()))
            .putAttr("shape", shape(variable.shape())));
  }

  private void node(Operation op) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(op.name()).setOp(opName(op.type()));
    op.device().ifPresent(node::setDevice);
    op.variable().or(op::assigned).ifPresent(v -> node.addInput(v.name()));
    for (int i = 0; i < op.inputs().size(); i++) {
      Tensor input = op.inputs().get(i);
      node.addInput(input instanceof Symbol s ? reference(s) : captured(op, i, input));
    }
    op.controlInputs().forEach(before -> node.addInput("^" + before.name()));
    op.call().ifPresent(call -> attributes(node, call));
    if (!op.outputs().isEmpty()) {
      AttrValue.ListValue.Builder shapes = AttrValue.ListValue.newBuilder();
      op.outputs().forEach(out -> shapes.addShape(TensorProtos.shape(out.shape())));
      node.putAttr("_output_shapes", AttrValue.newBuilder().setList(shapes).build());
      node.putAttr(op.call().isPresent() ? "T" : "dtype", type(op.output(0).dtype()));
    }
    def.addNode(node);
  }

  private static String opName(String type) {
    String known = NAMES.get(type);
    if (known != null) {
      return known;
    }
    StringBuilder camel = new StringBuilder();
    for (String word : type.split("_")) {
      camel.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT));
      camel.append(word.isEmpty() ? "" : word.substring(1));
    }
    return camel.toString();
  }

  private static String reference(Symbol s) {
    return s.operation().name() + (s.index() == 0 ? "" : ":" + s.index());
  }

  private String captured(Operation op, int i, Tensor value) {
    String name = op.name() + "/input_" + i;
    while (!names.add(name)) {
      name += "_";
    }
    def.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Const")
            .putAttr("dtype", type(value.dtype()))
            .putAttr("value", tensor(value)));
    return name;
  }

  private static void attributes(NodeDef.Builder node, Call call) {
    Attributes attrs = call.attrs();
    attrs.asMap().forEach((name, value) -> node.putAttr(name, attribute(value)));
  }

  private static AttrValue attribute(Object value) {
    AttrValue.Builder b = AttrValue.newBuilder();
    if (value instanceof Long i) {
      b.setI(i);
    } else if (value instanceof Double f) {
      b.setF(f.floatValue());
    } else if (value instanceof Boolean flag) {
      b.setB(flag);
    } else if (value instanceof DType dtype) {
      b.setType(TensorProtos.type(dtype));
    } else if (value instanceof Tensor tensor) {
      return tensor(tensor);
    } else if (value instanceof List<?> list) {
      AttrValue.ListValue.Builder all = AttrValue.ListValue.newBuilder();
      for (Object element : list) {
        if (element instanceof Long i) {
          all.addI(i);
        } else if (element instanceof Tensor tensor) {
          all.addTensor(tensor(tensor).getTensor());
        } else {
          all.addS(ByteString.copyFromUtf8(String.valueOf(element)));
        }
      }
      b.setList(all);
    } else {
      b.setS(ByteString.copyFromUtf8(String.valueOf(value)));
    }
    return b.build();
  }

  private static AttrValue type(DType dtype) {
    return AttrValue.newBuilder().setType(TensorProtos.type(dtype)).build();
  }

  private static AttrValue shape(Shape shape) {
    return AttrValue.newBuilder().setShape(TensorProtos.shape(shape)).build();
  }

  private static AttrValue tensor(Tensor value) {
    boolean small = (long) value.size() * Math.max(1, value.dtype().bytes()) <= LARGEST_VALUE;
    TensorProto proto =
        small
            ? TensorProtos.of(value)
            : TensorProto.newBuilder()
                .setDtype(TensorProtos.type(value.dtype()))
                .setTensorShape(TensorProtos.shape(value.shape()))
                .build();
    return AttrValue.newBuilder().setTensor(proto).build();
  }

  /** The nodes that {@code def} lists. */
  static Event.GraphListing read(GraphDef def) {
    return new Event.GraphListing(
        def.getNodeList().stream()
            .map(
                n ->
                    new GraphNode(
                        n.getName(),
                        n.getOp(),
                        n.getInputList(),
                        n.getDevice(),
                        n.getAttrMap().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, e -> text(e.getValue())))))
            .toList());
  }

  private static String text(AttrValue value) {
    return switch (value.getValueCase()) {
      case S -> '"' + value.getS().toStringUtf8() + '"';
      case I -> String.valueOf(value.getI());
      case F -> String.valueOf(value.getF());
      case B -> String.valueOf(value.getB());
      case TYPE -> TensorProtos.label(value.getTypeValue());
      case SHAPE -> TensorProtos.text(value.getShape());
      case TENSOR ->
          TensorProtos.label(value.getTensor().getDtypeValue())
              + TensorProtos.text(value.getTensor().getTensorShape());
      case PLACEHOLDER -> value.getPlaceholder();
      case FUNC -> value.getFunc().getName();
      case LIST -> list(value.getList());
      case VALUE_NOT_SET -> "";
    };
  }

  private static String list(AttrValue.ListValue list) {
    StringBuilder all = new StringBuilder();
    list.getSList().forEach(s -> all.append(", \"").append(s.toStringUtf8()).append('"'));
    list.getIList().forEach(i -> all.append(", ").append(i));
    list.getFList().forEach(f -> all.append(", ").append(f));
    list.getBList().forEach(b -> all.append(", ").append(b));
    list.getTypeValueList().forEach(t -> all.append(", ").append(TensorProtos.label(t)));
    list.getShapeList().forEach(s -> all.append(", ").append(TensorProtos.text(s)));
    list.getTensorList()
        .forEach(t -> all.append(", ").append(TensorProtos.label(t.getDtypeValue())));
    list.getFuncList().forEach(f -> all.append(", ").append(f.getName()));
    return "[" + (all.length() == 0 ? "" : all.substring(2)) + "]";
  }
}
