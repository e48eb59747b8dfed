package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of reshaping, joining, repeating and moving elements. A movement is a map from the
 * index of a result's element to that of the argument's; its adjoint adds along the same map.
 */
public final class ArraySpecs implements SpecFamily {
  private static final Integer[] ALL_INPUTS =
      IntStream.range(0, 16).boxed().toArray(Integer[]::new);

  @Override
  public List<Spec> specs() {
    List<Spec> movement =
        List.of(
            Spec.of("reshape", ArraySpecs::reshape).affineIn(0).byParts(),
            Spec.of("transpose", ArraySpecs::transpose).affineIn(0).byParts(),
            Spec.of("expand_dims", ArraySpecs::expandDims).affineIn(0).byParts(),
            Spec.of("squeeze", ArraySpecs::squeeze).affineIn(0).byParts(),
            Spec.of("tile", ArraySpecs::tile).affineIn(0).byParts(),
            Spec.of("tile_grad", ArraySpecs::tileGrad).affineIn(0).byParts(),
            Spec.of("broadcast_to", ArraySpecs::broadcastTo).affineIn(0).byParts(),
            Spec.of("broadcast_like", ArraySpecs::broadcastLike).affineIn(0).byParts(),
            Spec.of("sum_like", ArraySpecs::sumLike).affineIn(0).byParts(),
            Spec.of("reshape_like", ArraySpecs::reshapeLike).affineIn(0).byParts(),
            Spec.of("concat", ArraySpecs::concat).affineIn(ALL_INPUTS).byParts(),
            Spec.of("concat_part", ArraySpecs::concatPart).affineIn(ALL_INPUTS).byParts(),
            Spec.of("stack", ArraySpecs::stack).affineIn(ALL_INPUTS).byParts(),
            Spec.many("unstack", ArraySpecs::unstack).affineIn(0).byParts(),
            Spec.many("split", ArraySpecs::split).affineIn(0).byParts(),
            Spec.of("pad", ArraySpecs::pad).affineIn(0).byPartsInDerivatives(),
            Spec.of("pad_grad", ArraySpecs::padGrad).affineIn(0).byParts(),
            Spec.of("reverse", ArraySpecs::reverse).affineIn(0).byParts(),
            Spec.of("roll", ArraySpecs::roll).affineIn(0).byParts(),
            Spec.many("meshgrid", ArraySpecs::meshgrid).affineIn(ALL_INPUTS).byParts(),
            Spec.of("matrix_diag", ArraySpecs::matrixDiag).affineIn(0).byParts(),
            Spec.of("matrix_diag_part", ArraySpecs::matrixDiagPart).affineIn(0).byParts(),
            Spec.of("matrix_set_diag", ArraySpecs::matrixSetDiag).affineIn(0, 1).byParts(),
            Spec.unary("identity", ArraySpecs::same).affineIn(0).byParts(),
            Spec.unary("stop_gradient", ArraySpecs::same).byParts());
    return Stream.of(CreationSpecs.ALL, movement).flatMap(List::stream).toList();
  }

  private static <T extends RealFieldElement<T>> T same(Arithmetic<T> k, T x) {
    return x;
  }

  /** An axis of a tensor of that rank, negative ones counted from the end. */
  private static int axis(SpecCall<?> c, int rank) {
    int axis = (int) c.attrs().integer("axis");
    return axis < 0 ? axis + rank : axis;
  }

  private static int[] axes(SpecCall<?> c, int rank) {
    return Arrays.stream(c.attrs().ints("axis")).map(a -> a < 0 ? a + rank : a).toArray();
  }

  private static int[] with(int[] ix, int d, int value) {
    int[] out = ix.clone();
    out[d] = value;
    return out;
  }

  private static int[] without(int[] ix, int d) {
    return IntStream.range(0, ix.length).filter(e -> e != d).map(e -> ix[e]).toArray();
  }

  private static Shape insert(Shape s, int axis, int size) {
    return s.slice(0, axis).concat(Shape.of(size)).concat(s.slice(axis, s.rank()));
  }

  /** {@code output[from(ix)] = Σ x[ix]}: the adjoint of a movement; an empty index drops. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> added(
      SpecCall<T> c, Shape shape, SpecTensor<T> x, Function<int[], int[]> from) {
    SpecTensor<T> sums = SpecTensor.of(shape, i -> c.k().of(0));
    for (int i = 0; i < x.size(); i++) {
      int[] to = from.apply(SpecTensor.index(x.shape(), i));
      int at = 0;
      for (int d = 0; d < to.length; d++) {
        at = at * shape.dim(d) + to[d];
      }
      if (Arrays.stream(to).allMatch(t -> t >= 0)) {
        sums.values().set(at, sums.get(at).add(x.get(i)));
      }
    }
    return sums;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> reshape(SpecCall<T> c) {
    int[] dims = c.attrs().ints("shape");
    int given = Arrays.stream(dims).filter(d -> d >= 0).reduce(1, (a, b) -> a * b);
    return new SpecTensor<>(
        Shape.of(Arrays.stream(dims).map(d -> d < 0 ? c.in(0).size() / given : d).toArray()),
        c.in(0).values());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> reshapeLike(SpecCall<T> c) {
    return new SpecTensor<>(c.shape(1), c.in(0).values());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> transpose(SpecCall<T> c) {
    int rank = c.shape(0).rank();
    int[] perm =
        c.attrs().has("perm")
            ? c.attrs().ints("perm")
            : IntStream.range(0, rank).map(d -> rank - 1 - d).toArray();
    return SpecTensor.at(
        Shape.of(Arrays.stream(perm).map(p -> c.shape(0).dim(p)).toArray()),
        ix -> {
          int[] from = new int[rank];
          for (int d = 0; d < rank; d++) {
            from[perm[d]] = ix[d];
          }
          return c.in(0).at(from);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> expandDims(SpecCall<T> c) {
    Shape s = c.shape(0);
    return new SpecTensor<>(insert(s, axis(c, s.rank() + 1), 1), c.in(0).values());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> squeeze(SpecCall<T> c) {
    Shape s = c.shape(0);
    int[] axes = axes(c, s.rank());
    return new SpecTensor<>(
        Shape.of(
            IntStream.range(0, s.rank())
                .filter(
                    d ->
                        s.dim(d) != 1
                            || axes.length > 0 && Arrays.stream(axes).noneMatch(a -> a == d))
                .map(s::dim)
                .toArray()),
        c.in(0).values());
  }

  private static int[] modulo(int[] ix, Shape s) {
    return IntStream.range(0, ix.length).map(d -> ix[d] % s.dim(d)).toArray();
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> tile(SpecCall<T> c) {
    int[] multiples = c.attrs().ints("multiples");
    Shape s = c.shape(0);
    return SpecTensor.at(
        Shape.of(IntStream.range(0, s.rank()).map(d -> s.dim(d) * multiples[d]).toArray()),
        ix -> c.in(0).at(modulo(ix, s)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> tileGrad(SpecCall<T> c) {
    return added(c, c.shape(1), c.in(0), ix -> modulo(ix, c.shape(1)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> broadcastTo(SpecCall<T> c) {
    return SpecTensor.at(Shape.of(c.attrs().ints("shape")), ix -> c.in(0).stretched(ix));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> broadcastLike(SpecCall<T> c) {
    return SpecTensor.at(c.shape(1), ix -> c.in(0).stretched(ix));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> sumLike(SpecCall<T> c) {
    Shape like = c.shape(1);
    int lead = c.shape(0).rank() - like.rank();
    return added(
        c,
        like,
        c.in(0),
        ix ->
            IntStream.range(0, like.rank())
                .map(d -> like.dim(d) == 1 ? 0 : ix[lead + d])
                .toArray());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> concat(SpecCall<T> c) {
    int axis = axis(c, c.shape(0).rank());
    int total = c.lifted().stream().mapToInt(x -> x.shape().dim(axis)).sum();
    return SpecTensor.at(
        c.shape(0).with(axis, total),
        ix -> {
          int i = ix[axis];
          int k = 0;
          while (i >= c.shape(k).dim(axis)) {
            i -= c.shape(k++).dim(axis);
          }
          return c.in(k).at(with(ix, axis, i));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> concatPart(SpecCall<T> c) {
    int axis = axis(c, c.shape(0).rank());
    int index = (int) c.attrs().integer("index");
    int before = IntStream.rangeClosed(1, index).map(k -> c.shape(k).dim(axis)).sum();
    return SpecTensor.at(c.shape(1 + index), ix -> c.in(0).at(with(ix, axis, before + ix[axis])));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> stack(SpecCall<T> c) {
    int axis = axis(c, c.shape(0).rank() + 1);
    return SpecTensor.at(
        insert(c.shape(0), axis, c.count()), ix -> c.in(ix[axis]).at(without(ix, axis)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> unstack(SpecCall<T> c) {
    Shape s = c.shape(0);
    int axis = axis(c, s.rank());
    return IntStream.range(0, s.dim(axis))
        .mapToObj(
            k ->
                SpecTensor.at(
                    s.without(axis),
                    ix -> {
                      int[] from = new int[s.rank()];
                      for (int d = 0; d < from.length; d++) {
                        from[d] = d < axis ? ix[d] : d == axis ? k : ix[d - 1];
                      }
                      return c.in(0).at(from);
                    }))
        .toList();
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> split(SpecCall<T> c) {
    Shape s = c.shape(0);
    int axis = axis(c, s.rank());
    int[] sizes;
    if (c.attrs().isList("num_or_size_splits")) {
      sizes = c.attrs().ints("num_or_size_splits");
      int rest = s.dim(axis) - Arrays.stream(sizes).filter(n -> n >= 0).sum();
      sizes = Arrays.stream(sizes).map(n -> n < 0 ? rest : n).toArray();
    } else {
      int num = (int) c.attrs().integer("num_or_size_splits");
      sizes = new int[num];
      Arrays.fill(sizes, s.dim(axis) / num);
    }
    List<SpecTensor<T>> parts = new ArrayList<>();
    int before = 0;
    for (int n : sizes) {
      int start = before;
      parts.add(SpecTensor.at(s.with(axis, n), ix -> c.in(0).at(with(ix, axis, start + ix[axis]))));
      before += n;
    }
    return parts;
  }

  /** Where element {@code ix} of a padded tensor comes from; −1 in a constant border. */
  private static int[] unpadded(SpecCall<?> c, Shape s, int[] ix) {
    String mode = c.attrs().text("mode");
    int[] paddings = c.attrs().ints("paddings");
    int[] from = new int[ix.length];
    for (int d = 0; d < ix.length; d++) {
      int n = s.dim(d);
      int i = ix[d] - paddings[2 * d];
      if (i < 0 || i >= n) {
        int first = mode.equals("REFLECT") ? 0 : -1; // twice the mirror's place: 2·0, 2·(−½)
        int last = mode.equals("REFLECT") ? 2 * (n - 1) : 2 * n - 1;
        i = mode.equals("CONSTANT") ? -1 : i < 0 ? first - i : last - i;
      }
      from[d] = i;
    }
    return from;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> pad(SpecCall<T> c) {
    Shape s = c.shape(0);
    int[] paddings = c.attrs().ints("paddings");
    return SpecTensor.at(
        Shape.of(
            IntStream.range(0, s.rank())
                .map(d -> paddings[2 * d] + s.dim(d) + paddings[2 * d + 1])
                .toArray()),
        ix -> {
          int[] from = unpadded(c, s, ix);
          return Arrays.stream(from).allMatch(i -> i >= 0)
              ? c.in(0).at(from)
              : c.k().of(c.attrs().number("constant_values"));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> padGrad(SpecCall<T> c) {
    return added(c, c.shape(1), c.in(0), ix -> unpadded(c, c.shape(1), ix));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> reverse(SpecCall<T> c) {
    Shape s = c.shape(0);
    return SpecTensor.at(
        s,
        ix -> {
          int[] from = ix;
          for (int a : axes(c, s.rank())) {
            from = with(from, a, s.dim(a) - 1 - ix[a]);
          }
          return c.in(0).at(from);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> roll(SpecCall<T> c) {
    Shape s = c.shape(0);
    int[] axes = axes(c, s.rank());
    int[] shift = c.attrs().ints("shift");
    return SpecTensor.at(
        s,
        ix -> {
          int[] from = ix;
          for (int k = 0; k < axes.length; k++) {
            int n = s.dim(axes[k]);
            from = with(from, axes[k], (((from[axes[k]] - shift[k]) % n) + n) % n);
          }
          return c.in(0).at(from);
        });
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> meshgrid(SpecCall<T> c) {
    int n = c.count();
    boolean swap = c.attrs().text("indexing").equals("xy") && n > 1;
    int[] axisOf = IntStream.range(0, n).map(k -> swap && k < 2 ? 1 - k : k).toArray();
    int[] dims = new int[n];
    for (int k = 0; k < n; k++) {
      dims[axisOf[k]] = c.in(k).size();
    }
    return IntStream.range(0, n)
        .mapToObj(k -> SpecTensor.at(Shape.of(dims), ix -> c.in(k).get(ix[axisOf[k]])))
        .toList();
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> matrixDiag(SpecCall<T> c) {
    int rank = c.shape(0).rank();
    return SpecTensor.at(
        c.shape(0).concat(Shape.of(c.shape(0).dim(-1))),
        ix -> ix[rank - 1] == ix[rank] ? c.in(0).at(Arrays.copyOf(ix, rank)) : c.k().of(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> matrixDiagPart(SpecCall<T> c) {
    Shape s = c.shape(0);
    int rank = s.rank();
    return SpecTensor.at(
        s.slice(0, rank - 2).concat(Shape.of(Math.min(s.dim(-1), s.dim(-2)))),
        ix -> c.in(0).at(with(Arrays.copyOf(ix, rank), rank - 1, ix[rank - 2])));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> matrixSetDiag(SpecCall<T> c) {
    int rank = c.shape(0).rank();
    return SpecTensor.at(
        c.shape(0),
        ix ->
            ix[rank - 1] == ix[rank - 2]
                ? c.in(1).at(Arrays.copyOf(ix, rank - 1))
                : c.in(0).at(ix));
  }
}
