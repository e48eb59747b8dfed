package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of the products of matrices and tensors. */
public final class LinAlgSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("matmul", LinAlgSpecs::matmul).affineIn(0, 1).onComplex(LinAlgSpecs::complexMatmul),
        Spec.of("matvec", LinAlgSpecs::matvec).affineIn(0, 1),
        Spec.of("tensordot", LinAlgSpecs::tensordot).affineIn(0, 1),
        Spec.of("outer", LinAlgSpecs::outer).affineIn(0, 1),
        Spec.of("einsum", LinAlgSpecs::einsum).affineIn(0, 1, 2),
        Spec.of("trace", LinAlgSpecs::trace).affineIn(0),
        Spec.of("trace_grad", LinAlgSpecs::traceGrad).affineIn(0));
  }

  /** {@code c[s…,m,n] = Σₖ a[s…,m,k]·b[s…,k,n]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> matmul(SpecCall<T> c) {
    boolean ta = c.attrs().flag("transpose_a");
    boolean tb = c.attrs().flag("transpose_b");
    SpecTensor<T> a = c.in(0);
    SpecTensor<T> b = c.in(1);
    int ra = a.shape().rank();
    int rb = b.shape().rank();
    int rank = Math.max(ra, rb);
    int[] dims = new int[rank];
    for (int i = 3; i <= rank; i++) {
      int p = i <= ra ? a.shape().dim(-i) : 1;
      int q = i <= rb ? b.shape().dim(-i) : 1;
      dims[rank - i] = p == 1 ? q : p;
    }
    dims[rank - 2] = a.shape().dim(ta ? -1 : -2);
    dims[rank - 1] = b.shape().dim(tb ? -2 : -1);
    int inner = a.shape().dim(ta ? -2 : -1);
    return SpecTensor.at(
        Shape.of(dims),
        ix -> {
          T sum = c.k().of(0);
          for (int k = 0; k < inner; k++) {
            T x = element(a, ix, ta ? k : ix[rank - 2], ta ? ix[rank - 2] : k);
            T y = element(b, ix, tb ? ix[rank - 1] : k, tb ? k : ix[rank - 1]);
            sum = sum.add(x.multiply(y));
          }
          return sum;
        });
  }

  /** {@code (A + iB)(C + iD) = (AC − BD) + i(AD + BC)}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> complexMatmul(SpecCall<T> c) {
    return Complex.tensor(
        matmul(c.parts(0, 0)).zip(matmul(c.parts(1, 1)), T::subtract),
        matmul(c.parts(0, 1)).zip(matmul(c.parts(1, 0)), T::add));
  }

  /** Element (row, column) of the matrix that the leading indices of {@code ix} pick. */
  private static <T> T element(SpecTensor<T> t, int[] ix, int row, int column) {
    int[] at = Arrays.copyOfRange(ix, ix.length - t.shape().rank(), ix.length);
    for (int d = 0; d < at.length - 2; d++) {
      at[d] = t.shape().dim(d) == 1 ? 0 : at[d];
    }
    at[at.length - 2] = row;
    at[at.length - 1] = column;
    return t.at(at);
  }

  /** {@code y[…,m] = Σₖ a[…,m,k]·b[…,k]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> matvec(SpecCall<T> c) {
    return einsum(c, c.attrs().flag("transpose_a") ? "…km,…k->…m" : "…mk,…k->…m");
  }

  /** {@code y[i…,j…] = a[i…]·b[j…]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> outer(SpecCall<T> c) {
    SpecTensor<T> b = c.in(1);
    return SpecTensor.of(
        c.shape(0).concat(c.shape(1)),
        i -> c.in(0).get(i / b.size()).multiply(b.get(i % b.size())));
  }

  /** {@code y[i…,j…] = Σ_{k…} a[i…,k…]·b[k…,j…]}, written as an equation. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> tensordot(SpecCall<T> c) {
    List<Long> axes = c.attrs().longs("axes");
    int ra = c.shape(0).rank();
    int rb = c.shape(1).rank();
    StringBuilder a = new StringBuilder("abcdefgh".substring(0, ra));
    StringBuilder b = new StringBuilder("mnopqrst".substring(0, rb));
    int pairs = axes.size() == 1 ? axes.get(0).intValue() : axes.size() / 2;
    for (int k = 0; k < pairs; k++) {
      int p = axes.size() == 1 ? ra - pairs + k : Math.floorMod(axes.get(k).intValue(), ra);
      int q = axes.size() == 1 ? k : Math.floorMod(axes.get(pairs + k).intValue(), rb);
      b.setCharAt(q, a.charAt(p));
    }
    String output =
        (a.toString() + b)
            .chars()
            .filter(l -> a.indexOf((char) l + "") < 0 || b.indexOf((char) l + "") < 0)
            .mapToObj(l -> String.valueOf((char) l))
            .collect(Collectors.joining());
    return einsum(c, a + "," + b + "->" + output);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> einsum(SpecCall<T> c) {
    return einsum(c, c.attrs().text("equation").replace(" ", "").replace("...", "…"));
  }

  /** The sum over all assignments of an index to every label. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> einsum(
      SpecCall<T> c, String equation) {
    int arrow = equation.indexOf("->");
    String left = arrow < 0 ? equation : equation.substring(0, arrow);
    List<String> terms = new ArrayList<>(Arrays.asList(left.split(",", -1)));
    int longest = 0;
    for (int t = 0; t < terms.size(); t++) {
      int stands = c.shape(t).rank() - terms.get(t).replace("…", "").length();
      longest = Math.max(longest, stands);
      terms.set(t, terms.get(t).replace("…", digits(stands)));
    }
    String ellipsis = digits(longest);
    String out =
        arrow < 0
            ? (left.contains("…") ? ellipsis : "") + once(left)
            : equation.substring(arrow + 2).replace("…", ellipsis);
    Map<Character, Integer> sizes = new TreeMap<>();
    for (int t = 0; t < terms.size(); t++) {
      for (int d = 0; d < terms.get(t).length(); d++) {
        sizes.merge(terms.get(t).charAt(d), c.shape(t).dim(d), (p, q) -> p == 1 ? q : p);
      }
    }
    StringBuilder labels = new StringBuilder();
    sizes.keySet().forEach(labels::append);
    Shape all = Shape.of(sizes.values().stream().mapToInt(n -> n).toArray());
    Shape shape = Shape.of(out.chars().map(l -> sizes.get((char) l)).toArray());
    List<T> y = new ArrayList<>(SpecTensor.of(shape, i -> c.k().of(0)).values());
    SpecTensor.at(
        all,
        ix -> {
          T product = c.k().of(1);
          for (int t = 0; t < terms.size(); t++) {
            product = product.multiply(c.in(t).stretched(pick(ix, labels, terms.get(t))));
          }
          T term = product;
          int at = offset(shape, pick(ix, labels, out));
          y.set(at, y.get(at).add(term));
          return term;
        });
    return new SpecTensor<>(shape, y);
  }

  /** Labels of the axes of an ellipsis, 0 for the last. */
  private static String digits(int n) {
    return new StringBuilder("0123456789".substring(0, n)).reverse().toString();
  }

  /** The labels that stand once, sorted. */
  private static String once(String left) {
    return left.chars()
        .filter(Character::isLetter)
        .filter(l -> left.indexOf(l) == left.lastIndexOf(l))
        .sorted()
        .mapToObj(l -> String.valueOf((char) l))
        .collect(Collectors.joining());
  }

  private static int[] pick(int[] index, StringBuilder labels, String term) {
    return term.chars().map(l -> index[labels.indexOf(String.valueOf((char) l))]).toArray();
  }

  private static int offset(Shape shape, int[] index) {
    int offset = 0;
    for (int d = 0; d < index.length; d++) {
      offset = offset * shape.dim(d) + index[d];
    }
    return offset;
  }

  /** {@code Σᵢ x[…,i,i]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> trace(SpecCall<T> c) {
    Shape x = c.shape(0);
    return SpecTensor.at(
        x.slice(0, x.rank() - 2),
        ix -> {
          T sum = c.k().of(0);
          for (int i = 0; i < Math.min(x.dim(-1), x.dim(-2)); i++) {
            int[] at = Arrays.copyOf(ix, x.rank());
            at[x.rank() - 2] = i;
            at[x.rank() - 1] = i;
            sum = sum.add(c.in(0).at(at));
          }
          return sum;
        });
  }

  /** {@code dx[…,i,j] = dy[…]} if i = j, else 0. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> traceGrad(SpecCall<T> c) {
    int rank = c.shape(1).rank();
    return SpecTensor.at(
        c.shape(1),
        ix -> ix[rank - 2] == ix[rank - 1] ? c.in(0).at(Arrays.copyOf(ix, rank - 2)) : c.k().of(0));
  }
}
