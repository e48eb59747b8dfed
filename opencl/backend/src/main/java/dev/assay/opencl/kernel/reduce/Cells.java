package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which elements of a tensor a reduction puts together: {@code struct cells} of {@code cells.cl}.
 * Neighbouring dimensions that are both kept or both reduced are one; there may be three of either
 * kind.
 */
public final class Cells {
  private static final int MOST = 3;

  private final int count;
  private final int size;
  private final int[] fields;

  private Cells(int count, int size, int[] fields) {
    this.count = count;
    this.size = size;
    this.fields = fields;
  }

  /** A dimension or several neighbouring ones. */
  private record Group(boolean reduced, int size, int step) {}

  /** The cells of a tensor reduced along axes of 0 … rank − 1; empty if they are too ragged. */
  public static Optional<Cells> of(Shape shape, int... axes) {
    boolean[] reduced = new boolean[shape.rank()];
    for (int a : axes) {
      reduced[a] = true;
    }
    if (shape.elements() == 0) {
      return Optional.of(ofNothing(shape, reduced));
    }
    List<Group> groups = groups(shape, reduced);
    List<Group> kept = groups.stream().filter(g -> !g.reduced).toList();
    List<Group> along = groups.stream().filter(Group::reduced).toList();
    if (kept.size() > MOST || along.size() > MOST) {
      return Optional.empty();
    }
    int[] fields = new int[4 * MOST];
    fill(fields, 0, kept);
    fill(fields, 2 * MOST, along);
    return Optional.of(new Cells(product(kept), product(along), fields));
  }

  /** No elements: no cells, or cells of no elements. */
  private static Cells ofNothing(Shape shape, boolean[] reduced) {
    Shape result = shape;
    for (int d = 0; d < reduced.length; d++) {
      result = reduced[d] ? result.with(d, 1) : result;
    }
    return new Cells(result.elements(), 0, new int[] {1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0});
  }

  private static List<Group> groups(Shape shape, boolean[] reduced) {
    List<Group> inward = new ArrayList<>();
    int step = 1;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      int n = shape.dim(d);
      if (n == 1) {
        continue;
      }
      int last = inward.size() - 1;
      if (last >= 0 && inward.get(last).reduced == reduced[d]) {
        Group inner = inward.remove(last);
        inward.add(new Group(reduced[d], n * inner.size, inner.step));
      } else {
        inward.add(new Group(reduced[d], n, step));
      }
      step *= n;
    }
    List<Group> outward = new ArrayList<>();
    inward.forEach(g -> outward.add(0, g));
    return outward;
  }

  /** Sizes from {@code at}, steps behind them, the missing dimensions in front. */
  private static void fill(int[] fields, int at, List<Group> groups) {
    Arrays.fill(fields, at, at + MOST, 1);
    for (int i = 0; i < groups.size(); i++) {
      int d = MOST - groups.size() + i;
      fields[at + d] = groups.get(i).size;
      fields[at + MOST + d] = groups.get(i).step;
    }
  }

  private static int product(List<Group> groups) {
    return groups.stream().mapToInt(Group::size).reduce(1, (a, b) -> a * b);
  }

  /** How many cells there are. */
  public int count() {
    return count;
  }

  /** How many elements each has. */
  public int size() {
    return size;
  }

  /** Cells that are rows of so many neighbouring elements. */
  static Cells rows(int count, int size) {
    return new Cells(count, size, new int[] {1, 1, count, 0, 0, size, 1, 1, size, 0, 0, 1});
  }

  /** The size of the innermost kept dimension where its elements are neighbours, else 1. */
  int neighbouringCells() {
    return fields[2 * MOST - 1] == 1 ? fields[MOST - 1] : 1;
  }

  /** The size of the innermost reduced dimension where its elements are neighbours, else 1. */
  int neighbouringElements() {
    return fields[4 * MOST - 1] == 1 ? fields[3 * MOST - 1] : 1;
  }

  /** The sizes of the reduced dimensions. */
  int[] sizes() {
    return Arrays.copyOfRange(fields, 2 * MOST, 3 * MOST);
  }

  /** {@code struct cells}. */
  public int[] fields() {
    return fields.clone();
  }
}
