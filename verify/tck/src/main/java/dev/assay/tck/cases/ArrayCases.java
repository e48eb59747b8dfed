package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cases of making, reshaping, repeating and moving elements. */
public final class ArrayCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return Stream.of(CreationCases.all(), JoiningCases.all(), own()).flatMap(List::stream).toList();
  }

  private static List<OpCases> own() {
    return List.of(
        OpCases.of("reshape", ArrayCases::reshape)
            .reject("C1", Attributes.of("shape", List.of(-2, 1)), tensor(2))
            .reject("C2", Attributes.of("shape", List.of(-1, -1)), tensor(2))
            .reject("C3", Attributes.of("shape", List.of(3)), tensor(2))
            .reject("C3", Attributes.of("shape", List.of(-1, 3)), tensor(4))
            .reject("C3", Attributes.of("shape", List.of(-1, 0)), tensor(0))
            .reject("C3", Attributes.of("shape", List.of(1L << 32, 1L << 32)), tensor(0)),
        OpCases.of("transpose", ArrayCases::transpose)
            .reject("C1", Attributes.of("perm", List.of(0, 0)), tensor(2, 2))
            .reject("C1", Attributes.of("perm", List.of(0)), tensor(2, 2))
            .reject("C1", Attributes.of("perm", List.of(1, 2)), tensor(2, 2)),
        OpCases.of("expand_dims", ArrayCases::expandDims)
            .reject("C1", Attributes.of("axis", 2), tensor(2))
            .reject("C1", Attributes.of("axis", -3), tensor(2)),
        OpCases.of("squeeze", ArrayCases::squeeze)
            .reject("C1", Attributes.of("axis", 1), tensor(1))
            .reject("C2", Attributes.of("axis", List.of(0, -1)), tensor(1))
            .reject("C3", Attributes.of("axis", 0), tensor(2, 1)),
        OpCases.of("tile", d -> tile(d, false))
            .reject("C1", Attributes.of("multiples", 2), tensor(2, 2))
            .reject("C2", Attributes.of("multiples", -1), tensor(2)),
        OpCases.of("tile_grad", d -> tile(d, true))
            .reject("C2", Attributes.of("multiples", 2), tensor(2, 2), tensor(2, 2))
            .reject("C3", Attributes.of("multiples", -1), tensor(2), tensor(2))
            .reject("C4", Attributes.of("multiples", 2), tensor(2), tensor(2)),
        OpCases.of("broadcast_to", ArrayCases::broadcastTo)
            .reject("C1", Attributes.of("shape", List.of(-1)), tensor(2))
            .reject("C2", Attributes.of("shape", List.of(3)), tensor(2))
            .reject("C2", Attributes.of("shape", List.of(2)), tensor(1, 2)),
        OpCases.of("broadcast_like", d -> like("broadcast_like", d))
            .reject("C1", Attributes.none(), tensor(2), tensor(3))
            .reject("C1", Attributes.none(), tensor(1, 2), tensor(2)),
        OpCases.of("sum_like", d -> like("sum_like", d))
            .reject("C2", Attributes.none(), tensor(3), tensor(2))
            .reject("C2", Attributes.none(), tensor(1), tensor(2)),
        OpCases.of("reshape_like", ArrayCases::reshapeLike)
            .reject("C1", Attributes.none(), tensor(2, 2), tensor(3)),
        OpCases.of("pad", d -> pad(d, false))
            .reject("C1", Attributes.of("paddings", List.of(1, 1)), tensor(2, 2))
            .reject("C1", Attributes.of("paddings", List.of(List.of(1))), tensor(2))
            .reject("C2", Attributes.of("paddings", List.of(-1, 1)), tensor(2))
            .reject("C3", paddings("REFLECT", 2, 0), tensor(2))
            .reject("C3", paddings("SYMMETRIC", 0, 3), tensor(2))
            .reject(
                "C4",
                paddings("CONSTANT", 0, 1).and("constant_values", 1),
                Tensor.of(new String[] {"a", "b"})),
        OpCases.of("pad_grad", d -> pad(d, true))
            .reject("C2", paddings("CONSTANT", 1, 1), tensor(2, 2), tensor(2, 2))
            .reject("C3", paddings("CONSTANT", -1, 1), tensor(2), tensor(2))
            .reject("C4", paddings("REFLECT", 2, 0), tensor(4), tensor(2))
            .reject("C5", paddings("CONSTANT", 1, 1), tensor(2), tensor(2)),
        OpCases.of("reverse", ArrayCases::reverse)
            .reject("C1", Attributes.of("axis", 1), tensor(2))
            .reject("C2", Attributes.of("axis", List.of(0, -1)), tensor(2)),
        OpCases.of("roll", ArrayCases::roll)
            .reject("C1", Attributes.of("shift", 1).and("axis", List.of(0, 0)), tensor(2))
            .reject("C2", Attributes.of("shift", 1).and("axis", 1), tensor(2))
            .reject("C3", Attributes.of("shift", Long.MIN_VALUE).and("axis", 0), tensor(2)),
        OpCases.of("matrix_diag", d -> matrix("matrix_diag", d, 1))
            .reject("C1", Attributes.none(), tensor()),
        OpCases.of("matrix_diag_part", d -> matrix("matrix_diag_part", d, 2))
            .reject("C1", Attributes.none(), tensor(2)),
        OpCases.of("matrix_set_diag", ArrayCases::setDiag)
            .reject("C2", Attributes.none(), tensor(2), tensor())
            .reject("C3", Attributes.none(), tensor(2, 3), tensor(3)),
        OpCases.unary("identity", REAL),
        OpCases.unary("stop_gradient", REAL));
  }

  static List<Integer> list(Shape shape) {
    return Arrays.stream(shape.dims()).boxed().toList();
  }

  private static Attributes paddings(String mode, int before, int after) {
    return Attributes.of("mode", mode).and("paddings", List.of(before, after));
  }

  private static Case reshape(Draw d) {
    Shape s = d.shape(0, 3);
    int n = s.elements();
    List<Integer> to =
        new ArrayList<>(
            switch (d.choose(5)) {
              case 0 -> List.of(n);
              case 1 -> list(s);
              case 2 -> List.of(1, n, 1);
              case 3 -> n % 2 == 0 ? List.of(2, n / 2) : List.of(n, 1);
              default -> n == 1 ? List.of() : List.of(n);
            });
    if (n > 0 && !to.isEmpty() && d.flip()) {
      to.set(d.choose(to.size()), -1);
    }
    return new Case("reshape", List.of(d.floats(s, REAL)), Attributes.of("shape", to));
  }

  private static Case transpose(Draw d) {
    Shape s = d.shape(0, 4);
    Tensor a = d.floats(s, REAL);
    if (d.flip()) {
      return new Case("transpose", List.of(a), Attributes.none());
    }
    List<Integer> perm = new ArrayList<>(IntStream.range(0, s.rank()).boxed().toList());
    for (int i = perm.size() - 1; i > 0; i--) {
      Collections.swap(perm, i, d.choose(i + 1));
    }
    return new Case("transpose", List.of(a), Attributes.of("perm", perm));
  }

  private static Case expandDims(Draw d) {
    Shape s = d.shape(0, 3);
    Attributes attrs = Attributes.of("axis", d.axis(s.rank() + 1));
    return new Case("expand_dims", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case squeeze(Draw d) {
    List<Integer> dims = new ArrayList<>();
    for (int size : d.shape(0, 2).dims()) {
      if (d.flip()) {
        dims.add(1);
      }
      dims.add(size);
    }
    if (d.flip()) {
      dims.add(1);
    }
    List<Integer> axes = new ArrayList<>();
    for (int a = 0; a < dims.size(); a++) {
      if (dims.get(a) == 1 && d.flip()) {
        axes.add(d.flip() ? a - dims.size() : a);
      }
    }
    Shape s = Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    Attributes attrs = d.flip() ? Attributes.of("axis", axes) : Attributes.none();
    return new Case("squeeze", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case tile(Draw d, boolean adjoint) {
    Shape s = d.shape(0, 3);
    List<Integer> multiples = new ArrayList<>();
    int[] dims = s.dims();
    for (int i = 0; i < dims.length; i++) {
      int m = d.pick(2, 1, 3, 0);
      multiples.add(m);
      dims[i] *= m;
    }
    Attributes attrs = Attributes.of("multiples", multiples);
    return adjoint
        ? new Case("tile_grad", List.of(d.floats(Shape.of(dims), REAL), d.floats(s, REAL)), attrs)
        : new Case("tile", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case broadcastTo(Draw d) {
    Shape full = d.shape(0, 3);
    Tensor input = d.floats(d.broadcastable(full), REAL);
    return new Case("broadcast_to", List.of(input), Attributes.of("shape", list(full)));
  }

  private static Case like(String op, Draw d) {
    Tensor full = d.floats(d.shape(0, 3), REAL);
    Tensor part = d.floats(d.broadcastable(full.shape()), REAL);
    return new Case(
        op, op.equals("sum_like") ? List.of(full, part) : List.of(part, full), Attributes.none());
  }

  private static Case reshapeLike(Draw d) {
    Shape s = d.shape(0, 3);
    Shape flat = d.flip() ? Shape.of(s.elements(), 1) : Shape.of(s.elements());
    boolean back = d.flip();
    return new Case(
        "reshape_like",
        List.of(d.floats(back ? flat : s, REAL), d.floats(back ? s : flat, REAL)),
        Attributes.none());
  }

  private static Case pad(Draw d, boolean adjoint) {
    Shape s = d.shape(0, 3);
    String mode = d.pick("CONSTANT", "REFLECT", "SYMMETRIC");
    List<List<Integer>> paddings = new ArrayList<>();
    int[] dims = s.dims();
    for (int i = 0; i < dims.length; i++) {
      int most =
          switch (mode) {
            case "REFLECT" -> Math.max(0, Math.min(3, dims[i] - 1));
            case "SYMMETRIC" -> Math.min(3, dims[i]);
            default -> 2;
          };
      int before = most - d.choose(most + 1);
      int after = d.choose(most + 1);
      paddings.add(List.of(before, after));
      dims[i] += before + after;
    }
    Attributes attrs = Attributes.of("paddings", paddings).and("mode", mode);
    if (adjoint) {
      return new Case(
          "pad_grad", List.of(d.floats(Shape.of(dims), REAL), d.floats(s, REAL)), attrs);
    }
    attrs = d.flip() ? attrs.and("constant_values", d.pick(1.0, -2.0, 3.0)) : attrs;
    return new Case("pad", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case reverse(Draw d) {
    Shape s = d.shape(0, 3);
    Attributes attrs = Attributes.of("axis", d.axes(s.rank()));
    return new Case("reverse", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case roll(Draw d) {
    Shape s = d.shape(1, 3);
    List<Integer> shift = new ArrayList<>();
    List<Integer> axis = new ArrayList<>();
    for (int k = d.between(0, 3); k >= 0; k--) {
      shift.add(d.pick(1, -1, 0, 2, 20, -33));
      axis.add(d.axis(s.rank()));
    }
    Attributes attrs = Attributes.of("shift", shift).and("axis", axis);
    return new Case("roll", List.of(d.floats(s, REAL)), attrs);
  }

  private static Case matrix(String op, Draw d, int minRank) {
    return new Case(op, List.of(d.floats(d.shape(minRank, 3), REAL)), Attributes.none());
  }

  private static Case setDiag(Draw d) {
    Shape s = d.shape(2, 4);
    Shape diagonal = s.slice(0, s.rank() - 2).concat(Shape.of(Math.min(s.dim(-1), s.dim(-2))));
    return new Case(
        "matrix_set_diag", List.of(d.floats(s, REAL), d.floats(diagonal, REAL)), Attributes.none());
  }
}
