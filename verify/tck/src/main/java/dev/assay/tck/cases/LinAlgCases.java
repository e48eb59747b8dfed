package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cases of the products of matrices and tensors. */
public final class LinAlgCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("matmul", LinAlgCases::matmul)
            .reject("C4", Attributes.none(), tensor(3), tensor(3, 2))
            .reject("C5", Attributes.none(), tensor(2, 3), tensor(4, 5))
            .reject("C6", Attributes.none(), tensor(2, 2, 3), tensor(3, 3, 2)),
        OpCases.of("matvec", LinAlgCases::matvec)
            .reject("C4", Attributes.none(), tensor(3), tensor(3))
            .reject("C4", Attributes.none(), tensor(2, 3), tensor())
            .reject("C5", Attributes.none(), tensor(2, 3), tensor(2))
            .reject("C5", Attributes.of("transpose_a", true), tensor(2, 3), tensor(3))
            .reject("C6", Attributes.none(), tensor(2, 2, 3), tensor(3, 3)),
        OpCases.of("tensordot", LinAlgCases::tensordot)
            .reject("C4", axes(3), tensor(2, 3), tensor(2, 3, 4))
            .reject("C4", axes(-1), tensor(2, 3), tensor(3, 2))
            .reject("C4", axes(0, 1, 0), tensor(2, 3), tensor(3, 2))
            .reject("C5", axes(2, 0), tensor(2, 3), tensor(3, 2))
            .reject("C5", axes(1, -3), tensor(2, 3), tensor(3, 2))
            .reject("C6", axes(1, -1, 0, 1), tensor(3, 3), tensor(3, 3))
            .reject("C6", axes(0, 1, 1, 1), tensor(3, 3), tensor(3, 3))
            .reject("C7", axes(1), tensor(2, 3), tensor(2, 3)),
        OpCases.of("outer", d -> pair(d, "outer", d.shape(0, 2), d.shape(0, 2))),
        OpCases.of("einsum", LinAlgCases::einsum)
            .reject("C2", equation("ij,j-k"), tensor(2, 3), tensor(3))
            .reject("C2", equation("i1->i"), tensor(2, 3))
            .reject("C2", equation("i->j->i"), tensor(2))
            .reject("C2", equation("i..->i"), tensor(2))
            .reject("C2", equation("...i...->i"), tensor(2))
            .reject("C2", equation("i->,i"), tensor(2))
            .reject("C3", equation("ij,jk->ik"), tensor(2, 3))
            .reject("C3", equation("ij->ij"), tensor(2, 3), tensor(2, 3))
            .reject("C4", equation("ij->ik"), tensor(2, 3))
            .reject("C4", equation("...i->i"), tensor(2, 3))
            .reject("C5", equation("ij->ji"), tensor(2))
            .reject("C5", equation("i->i"), tensor(2, 3))
            .reject("C5", equation("...ij->...ji"), tensor(2))
            .reject("C6", equation("ij,jk->ik"), tensor(2, 3), tensor(2, 3))
            .reject("C6", equation("ii"), tensor(2, 3))
            .reject("C6", equation("i,i"), tensor(1), tensor(3))
            .reject("C7", equation("...i,...i"), tensor(2, 4), tensor(3, 4)),
        OpCases.of("trace", d -> new Case("trace", matrices(d), Attributes.none()))
            .reject("C2", Attributes.none(), tensor(3)),
        OpCases.of("trace_grad", LinAlgCases::traceGrad)
            .reject("C3", Attributes.none(), tensor(), tensor(3))
            .reject("C3", Attributes.none(), tensor(2), tensor(3, 3))
            .reject("C3", Attributes.none(), tensor(2), tensor(3, 3, 3)));
  }

  private static Case matmul(Draw d) {
    d.products();
    Shape batch = d.shape(0, 2);
    Shape other = d.broadcastable(batch);
    int m = d.size();
    int k = d.size();
    int n = d.size();
    boolean ta = d.flip();
    boolean tb = d.flip();
    boolean swap = d.flip();
    Shape a = (swap ? other : batch).concat(ta ? Shape.of(k, m) : Shape.of(m, k));
    Shape b = (swap ? batch : other).concat(tb ? Shape.of(n, k) : Shape.of(k, n));
    return new Case(
        "matmul",
        List.of(d.floats(a, REAL), d.floats(b, REAL)),
        Attributes.of("transpose_a", ta).and("transpose_b", tb));
  }

  private static Case pair(Draw d, String op, Shape a, Shape b) {
    return new Case(op, List.of(d.floats(a, REAL), d.floats(b, REAL)), Attributes.none());
  }

  private static Case matvec(Draw d) {
    d.products();
    Shape batch = d.shape(0, 2);
    Shape other = d.broadcastable(batch);
    int m = d.size();
    int k = d.size();
    boolean ta = d.flip();
    boolean swap = d.flip();
    Shape a = (swap ? other : batch).concat(ta ? Shape.of(k, m) : Shape.of(m, k));
    Shape b = (swap ? batch : other).concat(Shape.of(k));
    return new Case(
        "matvec", List.of(d.floats(a, REAL), d.floats(b, REAL)), Attributes.of("transpose_a", ta));
  }

  private static Attributes axes(int... axes) {
    return Attributes.of("axes", axes);
  }

  /** The axes of b are some of a's, in any order and place, among others of its own. */
  private static Case tensordot(Draw d) {
    d.products();
    Shape a = small(d, 0, 3);
    if (d.flip()) {
      int n = d.choose(a.rank() + 1);
      Shape b = a.slice(a.rank() - n, a.rank()).concat(small(d, 0, 2));
      Case c = pair(d, "tensordot", a, b);
      return new Case(c.op(), c.inputs(), axes(n));
    }
    List<Integer> aAxes = new ArrayList<>();
    List<Integer> bAxes = new ArrayList<>();
    List<Integer> order = shuffled(d, a.rank());
    Shape b = Shape.scalar();
    for (int axis : order.subList(0, d.choose(a.rank() + 1))) {
      b = d.flip() ? b : b.concat(Shape.of(d.pick(2, 3)));
      aAxes.add(d.flip() ? axis : axis - a.rank());
      bAxes.add(b.rank());
      b = b.concat(Shape.of(a.dim(axis)));
    }
    if (aAxes.size() == 0 || d.flip()) {
      b = b.concat(Shape.of(d.pick(2, 1, 3, 0)));
    }
    if (d.flip()) { // the pairs in another order
      Collections.reverse(aAxes);
      Collections.reverse(bAxes);
    }
    aAxes.addAll(bAxes);
    Case c = pair(d, "tensordot", a, b);
    return new Case(c.op(), c.inputs(), axes(aAxes.stream().mapToInt(x -> x).toArray()));
  }

  private static Shape small(Draw d, int minRank, int maxRank) {
    int[] dims = new int[d.between(minRank, maxRank)];
    Arrays.setAll(dims, i -> d.extent(2, 3, 1, 4, 0));
    return Shape.of(dims);
  }

  private static List<Integer> shuffled(Draw d, int n) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(d.choose(i + 1), i);
    }
    return order;
  }

  private static Attributes equation(String equation) {
    return Attributes.of("equation", equation);
  }

  private static Case einsum(Draw d) {
    d.products();
    return d.flip() ? randomEquation(d) : knownEquation(d);
  }

  /** What people write. */
  private static Case knownEquation(Draw d) {
    String equation =
        d.pick(
            "ij,jk->ik",
            "ij,jk",
            "i,i",
            "ij->ji",
            "ij->",
            "ii->i",
            "ii",
            "i,j->ij",
            "ij,j",
            "bij,bjk->bik",
            "...ij,...jk->...ik",
            "ijk->j",
            "i->ii",
            "iij->ij",
            "ij,j,jk->k",
            ",ij->ij",
            "->",
            "",
            "...",
            " i j , j k -> k i ",
            "...ii->...i",
            "i...->...",
            "a...b,b...->...a",
            "...,...->...",
            "bhwc,hkc->bhwk",
            "ab,ba",
            "Ab,bA->A",
            "ijj,jk->ik");
    int arrow = equation.indexOf("->");
    String left = (arrow < 0 ? equation : equation.substring(0, arrow)).replace(" ", "");
    return einsum(d, equation, List.of(left.split(",", -1)));
  }

  /** One to three terms of up to three of four labels; a result of any of them in any order. */
  private static Case randomEquation(Draw d) {
    List<String> terms = new ArrayList<>();
    boolean ellipsis = false;
    for (int t = d.between(1, 3); t > 0; t--) {
      StringBuilder term = new StringBuilder();
      for (int l = d.choose(4); l > 0; l--) {
        term.append(d.pick('a', 'b', 'c', 'D'));
      }
      if (d.choose(3) == 2) {
        term.insert(d.choose(term.length() + 1), "...");
        ellipsis = true;
      }
      terms.add(term.toString());
    }
    String used = String.join("", terms).replace(".", "");
    StringBuilder output = new StringBuilder();
    for (int l : used.chars().distinct().toArray()) {
      if (d.flip()) {
        output.insert(d.choose(output.length() + 1), (char) l);
      }
    }
    if (output.length() > 0 && d.choose(6) == 5) {
      output.append(output.charAt(0)); // writes a diagonal
    }
    if (ellipsis) {
      output.insert(d.choose(output.length() + 1), "...");
    }
    return einsum(d, String.join(",", terms) + "->" + output, terms);
  }

  private static Case einsum(Draw d, String equation, List<String> terms) {
    Map<Character, Integer> sizes = new HashMap<>();
    Shape stretched = small(d, 0, 2);
    List<Tensor> inputs = new ArrayList<>();
    for (String term : terms) {
      Shape shape = Shape.scalar();
      for (char label : term.replace("...", "…").toCharArray()) {
        shape =
            shape.concat(
                label == '…'
                    ? d.broadcastable(stretched)
                    : Shape.of(sizes.computeIfAbsent(label, l -> d.extent(2, 3, 1, 4, 0))));
      }
      inputs.add(d.floats(shape, REAL));
    }
    return new Case("einsum", inputs, equation(equation));
  }

  private static List<Tensor> matrices(Draw d) {
    return List.of(d.floats(d.shape(0, 2).concat(Shape.of(d.size(), d.size())), REAL));
  }

  private static Case traceGrad(Draw d) {
    Shape batch = d.shape(0, 2);
    Shape like = batch.concat(Shape.of(d.size(), d.size()));
    return pair(d, "trace_grad", batch, like);
  }
}
