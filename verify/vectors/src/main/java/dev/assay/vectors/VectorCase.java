package dev.assay.vectors;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A case as a set's files have it, as far as judging needs it.
 *
 * @param number its place, from 0
 * @param id the token that draws it again
 * @param types of all its tensors
 * @param wanted what a program has to write, by part; parts that the case has not are absent
 */
record VectorCase(int number, String id, Set<DType> types, Map<Part, List<Wanted>> wanted) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_./-]{1,2000}");

  /** The most arguments and results of a call. */
  private static final int MOST_TENSORS = 1000;

  /** A tensor's place in its pool: it is copied when it is looked at, and not before. */
  private record Place(Tensor pool, int at, Shape shape) {
    Tensor tensor() {
      int width = pool.dtype().isComplex() ? 2 : 1;
      HostStorage part = HostStorage.zeros(pool.dtype(), shape.elements());
      System.arraycopy(pool.host().array(), width * at, part.array(), 0, width * shape.elements());
      return Tensor.of(shape, part);
    }
  }

  /**
   * A tensor that a program has to write.
   *
   * @param name of the result or argument
   * @param want the right numbers
   * @param bounds per class, a list of real numbers; empty where what is right is exact
   */
  record Wanted(String name, Place want, List<Place> bounds) {
    DType dtype() {
      return want.pool.dtype();
    }

    Shape shape() {
      return want.shape;
    }

    /** The right numbers. */
    Tensor tensor() {
      return want.tensor();
    }

    /** The bounds of the k-th class on all real numbers; none where what is right is exact. */
    double[] bounds(int k, String where) {
      double[] out = bounds.isEmpty() ? new double[0] : bounds.get(k).tensor().toDoubles();
      for (double b : out) {
        if (!(b >= 0 && b < Double.POSITIVE_INFINITY)) {
          throw new FormatException(where + ": a bound is " + b);
        }
      }
      return out;
    }
  }

  /** Reads the object of a case and checks it. */
  static VectorCase read(Fields c, String op, int number, Map<DType, Tensor> pools, int classes) {
    if (c.integer("number", 0, Integer.MAX_VALUE) != number) {
      throw c.bad("number must be " + number);
    }
    String id = c.text("id");
    if (!ID.matcher(id).matches() || !id.startsWith(op + "/")) {
      throw c.bad("id must be a replay token of " + op);
    }
    Set<DType> types = new TreeSet<>();
    for (String field : List.of("inputs", "cotangents", "directions")) {
      for (Fields given : few(c, field)) {
        types.add(place(given, pools).pool.dtype());
      }
    }
    Map<Part, List<Wanted>> wanted = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<Wanted> tensors = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (Fields t : few(c, part.label() + "s")) {
        String name = Layout.requireName(t.text("name"), t.where());
        if (!names.add(name)) {
          throw t.bad("name " + name + " is there twice");
        }
        if (!t.text("file").equals(part.file(number, name))) {
          throw t.bad("file must be " + part.file(number, name));
        }
        tensors.add(wanted(t, name, pools, classes));
      }
      if (!tensors.isEmpty()) {
        wanted.put(part, tensors);
        tensors.forEach(w -> types.add(w.dtype()));
      }
    }
    if (!wanted.containsKey(Part.RESULT)) {
      throw c.bad("there are no results");
    }
    return new VectorCase(number, id, types, wanted);
  }

  private static List<Fields> few(Fields c, String field) {
    List<Fields> all = c.objects(field);
    if (all.size() > MOST_TENSORS) {
      throw c.bad(all.size() + " " + field + ", more than " + MOST_TENSORS);
    }
    return all;
  }

  private static Wanted wanted(Fields t, String name, Map<DType, Tensor> pools, int classes) {
    Place want = place(t, pools);
    DType dtype = want.pool.dtype();
    if (!dtype.isContinuous()) {
      if (t.has("bounds")) {
        throw t.bad("numbers of type " + dtype + " are exact, there are no bounds");
      }
      return new Wanted(name, want, List.of());
    }
    Tensor pool = pool(Layout.boundType(dtype), pools);
    int parts = dtype.isComplex() ? 2 : 1;
    long reals = (long) parts * want.shape.elements();
    if (reals > pool.size()) {
      throw t.bad("more bounds than " + Layout.pool(pool.dtype()) + " has");
    }
    List<Place> bounds = new ArrayList<>();
    for (int at : t.integers("bounds", pool.size() - (int) reals)) {
      bounds.add(new Place(pool, at, Shape.of((int) reals)));
    }
    if (bounds.size() != classes) {
      throw t.bad(bounds.size() + " bounds for " + classes + " classes");
    }
    return new Wanted(name, want, bounds);
  }

  private static Place place(Fields t, Map<DType, Tensor> pools) {
    DType type;
    try {
      type = DType.named(Layout.brief(t.text("dtype")));
    } catch (DTypeException e) {
      throw t.bad(e.getMessage());
    }
    Shape shape = t.shape();
    Tensor pool = pool(type, pools);
    if (shape.elements() > pool.size()) {
      throw t.bad("more elements than " + Layout.pool(type) + " has");
    }
    return new Place(pool, (int) t.integer("at", 0, pool.size() - shape.elements()), shape);
  }

  private static Tensor pool(DType type, Map<DType, Tensor> pools) {
    return pools.computeIfAbsent(type, absent -> Tensor.zeros(absent, Shape.of(0)));
  }
}
