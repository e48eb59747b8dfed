package dev.assay.engine.ops.control;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code assert_shapes}: shapes as they are written, a name the same number everywhere. */
final class AssertShapes {
  private static final Pattern TEXT = Pattern.compile("[\\w?,; ]*");
  private static final Pattern DIMENSION = Pattern.compile("\\?|\\d{1,9}|[A-Za-z_]\\w*");

  static final Op OP =
      Assertions.of("assert_shapes", "x[i].shape is the i-th of shapes")
          .note(
              "shapes is written \"n,3; n; ?,n\", one per tensor: a name is one number wherever it"
                  + " occurs, ? any number; nothing is the shape of a scalar.")
          .mixedInputList("x", "any types and shapes")
          .attr("shapes", Type.TEXT, "one shape per tensor")
          .require(
              Kind.ATTRIBUTE,
              "shapes has one shape of numbers, names and ? for each x",
              o -> parsed(o).size() == o.count() && isWellFormed(o))
          .require(
              Kind.SHAPE,
              "x[i].rank is that of shapes[i]",
              AssertShapes::ranksAgree,
              o -> Assertions.shapes(o, "shapes"))
          .require(
              Kind.SHAPE,
              "x[i].shape is shapes[i], a name the same number everywhere",
              AssertShapes::dimensionsAgree,
              o -> Assertions.shapes(o, "shapes"))
          .noGradients("an assertion computes nothing")
          .build();

  private AssertShapes() {}

  private static boolean isWellFormed(Operands o) {
    return TEXT.matcher(o.attrs().text("shapes")).matches()
        && parsed(o).stream().flatMap(List::stream).allMatch(d -> DIMENSION.matcher(d).matches());
  }

  private static List<List<String>> parsed(Operands o) {
    List<List<String>> shapes = new ArrayList<>();
    for (String shape : o.attrs().text("shapes").split(";", -1)) {
      shapes.add(
          shape.isBlank()
              ? List.of()
              : Arrays.stream(shape.split(",", -1)).map(String::strip).toList());
    }
    return shapes;
  }

  private static boolean ranksAgree(Operands o) {
    List<List<String>> shapes = parsed(o);
    for (int i = 0; i < shapes.size(); i++) {
      if (o.shape(i).rank() != shapes.get(i).size()) {
        return false;
      }
    }
    return true;
  }

  private static boolean dimensionsAgree(Operands o) {
    List<List<String>> shapes = parsed(o);
    Map<String, Integer> named = new HashMap<>();
    for (int i = 0; i < shapes.size(); i++) {
      for (int d = 0; d < shapes.get(i).size(); d++) {
        String wanted = shapes.get(i).get(d);
        int size = o.shape(i).dim(d);
        if (wanted.equals("?") || size == Shape.UNKNOWN) {
          continue;
        }
        boolean isNumber = Character.isDigit(wanted.charAt(0));
        int known = isNumber ? Integer.parseInt(wanted) : named.getOrDefault(wanted, size);
        if (known != size) {
          return false;
        }
        named.put(wanted, size);
      }
    }
    return true;
  }
}
