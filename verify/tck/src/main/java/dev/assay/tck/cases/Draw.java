package dev.assay.tck.cases;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a generator draws with: small decisions, and tensors that cost two decisions each. */
public final class Draw {
  /** What the elements of floating tensors look like. */
  public enum Values {
    /** From the domain, in general position: for derivatives and bounds. */
    SMOOTH,
    /** Non-zero integers −127 … 127, whatever the domain: for exact identities. */
    INTEGERS,
    /** Also zeros of both signs, infinities, NaN, subnormals, ties, huge and tiny numbers. */
    WILD,
    /**
     * As {@link #SMOOTH}, in tensors that cross the tiles of kernels. The judge compares them with
     * the reference alone.
     */
    TILES;

    /** The three that small tensors are drawn with. */
    public static final List<Values> SMALL = List.of(SMOOTH, INTEGERS, WILD);

    /** Whether elements are in general position. */
    public boolean isSmooth() {
      return this == SMOOTH || this == TILES;
    }
  }

  /** Dimensions, the simplest first: the boundary lattice that shapes are made of. */
  private static final int[] SIZES = {2, 1, 3, 0, 5, 4, 7, 8, 9, 17};

  /** Around the multiples of 32 that kernels have tiles of; the last is longer than work-groups. */
  private static final int[] TILE_SIZES = {
    33, 2, 64, 31, 65, 1, 3, 127, 32, 17, 63, 129, 257, 1031
  };

  /**
   * The largest product of all dimensions of a case with tiles. Specifications are naive: some take
   * the square of it.
   */
  private static final int MAX_TILE_WORK = 1 << 12;

  private static final int FEW_ELEMENTS = 1 << 10;

  /** The same of sums of products, whose multiplications it counts. */
  private static final int MAX_PRODUCTS = 1 << 18;

  private static final double[] WILD_VALUES = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.5,
    -2.5,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    0x1p-149,
    -0x1p-149,
    0x1p-126,
    0x1.fffffep127,
    1e30,
    -1e30,
    1e-30,
    3.0,
    100.0
  };

  private static final int MAX_ELEMENTS = 600;
  private static final int INTEGER_RANGE = 127;

  private final Choices choices;
  private final DType dtype;
  private final Values values;
  private int most = MAX_TILE_WORK;

  /**
   * Draws with {@code choices}; the main tensors are of {@code dtype}. An integer type makes them
   * small integers, whatever the domain: for operations that take both.
   */
  public Draw(Choices choices, DType dtype, Values values) {
    this.choices = choices;
    this.dtype = dtype;
    this.values = values;
  }

  /** The element type that the judge asks for; generators give it to their main tensors. */
  public DType dtype() {
    return dtype;
  }

  /** What floating elements look like. */
  public Values values() {
    return values;
  }

  /** One of 0 … n − 1; 0 is the simplest. */
  public int choose(int n) {
    return choices.next(n);
  }

  /** An integer, both ends included; {@code low} is the simplest. */
  public int between(int low, int high) {
    return low + choices.next(high - low + 1);
  }

  /** True or false; false is the simpler. */
  public boolean flip() {
    return choices.next(2) == 1;
  }

  /** One of the options; the first is the simplest. */
  @SafeVarargs
  public final <E> E pick(E... options) {
    return options[choices.next(options.length)];
  }

  /** A dimension from the boundary lattice, also 0. */
  public int size() {
    return values == Values.TILES
        ? affordable(TILE_SIZES[choices.next(TILE_SIZES.length)])
        : SIZES[choices.next(SIZES.length)];
  }

  /** A dimension where few sizes meet every branch: one of these, or one that crosses a tile. */
  public int extent(Integer... few) {
    return values == Values.TILES && flip() ? size() : pick(few);
  }

  /**
   * Cases of what has to be small, since its specification takes the square of its size or more.
   */
  void few() {
    most = FEW_ELEMENTS;
  }

  /** Makes room for a case whose dimensions are those of sums of products. */
  void products() {
    most = MAX_PRODUCTS;
  }

  private int again(int size) {
    return values == Values.TILES ? affordable(size) : size;
  }

  private int affordable(int size) {
    int n = size <= most ? size : Math.max(1, Math.min(3, most));
    most /= n;
    return n;
  }

  /** A dimension from the boundary lattice, at least 1. */
  public int positiveSize() {
    return Math.max(1, size());
  }

  /** A shape of such a rank; seldom empty, never with more than a few hundred elements. */
  public Shape shape(int minRank, int maxRank) {
    return shape(minRank, maxRank, false);
  }

  /** As {@link #shape}, never empty. */
  public Shape nonEmptyShape(int minRank, int maxRank) {
    return shape(minRank, maxRank, true);
  }

  private Shape shape(int minRank, int maxRank, boolean nonEmpty) {
    // the higher of two draws: scalars say little and are the simplest case anyway
    int rank = Math.max(between(minRank, maxRank), between(minRank, maxRank));
    int[] dims = new int[rank];
    int n = 1;
    for (int d = 0; d < rank; d++) {
      // every third dimension repeats the first: only squares betray a confused axis
      boolean square = d > 0 && choices.next(3) == 2;
      int size = square ? again(dims[0]) : nonEmpty ? positiveSize() : size();
      boolean many = values != Values.TILES && (long) n * size > MAX_ELEMENTS;
      dims[d] = many ? 1 : size;
      n *= Math.max(1, dims[d]);
    }
    return Shape.of(dims);
  }

  /** A shape that broadcasts with {@code shape}: leading axes dropped, some dimensions 1. */
  public Shape broadcastable(Shape shape) {
    int drop = choices.next(shape.rank() + 1);
    int[] dims = shape.slice(drop, shape.rank()).dims();
    for (int d = 0; d < dims.length; d++) {
      dims[d] = flip() ? 1 : dims[d];
    }
    return Shape.of(dims);
  }

  /** An axis of a tensor of that rank, negative as often as not. */
  public int axis(int rank) {
    int axis = choices.next(rank);
    return flip() ? axis - rank : axis;
  }

  /**
   * A tensor of the complex type that belongs to the case's floating type. Types without one stay
   * as they are: what takes complex numbers alone refuses them.
   */
  public Tensor complexes(Shape shape, Domain domain) {
    boolean has = dtype.realType() == DType.FLOAT32 || dtype.realType() == DType.FLOAT64;
    return numbers(has ? dtype.complexType() : dtype, shape, domain);
  }

  /** A floating tensor of the case's type. */
  public Tensor floats(Shape shape, Domain domain) {
    return numbers(dtype, shape, domain);
  }

  private Tensor numbers(DType type, Shape shape, Domain wanted) {
    // a part of a complex number need not be positive: that would leave out three quadrants
    boolean anySign = type.isComplex() && wanted == Domain.POSITIVE;
    Domain domain = anySign ? Domain.NONZERO : wanted;
    int distribution = choices.next(3);
    SplittableRandom random = new SplittableRandom(choices.next(1 << 20));
    double[] v = new double[shape.elements() * (type.isComplex() ? 2 : 1)];
    for (int i = 0; i < v.length; i++) {
      v[i] =
          type.isInteger()
              ? integer(random, domain)
              : switch (values) {
                case SMOOTH, TILES -> smooth(random, domain, distribution);
                case INTEGERS -> nonZeroInteger(random);
                case WILD ->
                    random.nextInt(3) == 0
                        ? WILD_VALUES[random.nextInt(WILD_VALUES.length)]
                        : smooth(random, domain, distribution);
              };
    }
    return Tensor.of(shape, HostStorage.ofDoubles(type, v));
  }

  /** Small enough that products stay exact, large enough that narrow types wrap. */
  private double integer(SplittableRandom random, Domain domain) {
    double v = nonZeroInteger(random);
    boolean negative = dtype != DType.UINT8 && (domain == Domain.REAL || domain == Domain.NONZERO);
    return negative ? v : Math.abs(v);
  }

  private static double nonZeroInteger(SplittableRandom random) {
    int v = 1 + random.nextInt(INTEGER_RANGE);
    return random.nextBoolean() ? v : -v;
  }

  private static double smooth(SplittableRandom random, Domain domain, int distribution) {
    double u = random.nextDouble();
    double sign = random.nextBoolean() ? 1 : -1;
    return switch (domain) {
      case REAL ->
          switch (distribution) {
            case 0 -> 4 * u - 2;
            case 1 -> u;
            default -> normal(random);
          };
      case NONZERO -> sign * (0.25 + 3.75 * u);
      case POSITIVE -> distribution == 0 ? 0.5 + 2 * u : 0.0625 + 7.9375 * u;
      case UNIT -> 0.95 * (2 * u - 1);
      case PROBABILITY -> 0.05 + 0.9 * u;
      case ABOVE_ONE -> 1.05 + 4.95 * u;
      case SMALL -> 2 * u - 1;
    };
  }

  /** About N(0, 1): twelve uniforms, Irwin-Hall. */
  private static double normal(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** An integer tensor with elements in {@code [low, high]}. */
  public Tensor integers(DType type, Shape shape, int low, int high) {
    SplittableRandom random = new SplittableRandom(choices.next(1 << 20));
    long[] v = new long[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextInt(low, high + 1);
    }
    return Tensor.ofLongs(type, shape, v);
  }

  /**
   * A tensor of strings made of {@code pieces}, up to four each, also none: what an operation
   * distinguishes should be among the pieces, so that short strings meet every branch.
   */
  public Tensor strings(Shape shape, String... pieces) {
    SplittableRandom random = new SplittableRandom(choices.next(1 << 20));
    String[] v = new String[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      StringBuilder s = new StringBuilder();
      for (int n = random.nextInt(5); n > 0; n--) {
        s.append(pieces[random.nextInt(pieces.length)]);
      }
      v[i] = s.toString();
    }
    return Tensor.ofStrings(shape, v);
  }

  /** A tensor whose elements are among {@code values}. */
  public Tensor chosen(Shape shape, String... values) {
    SplittableRandom random = new SplittableRandom(choices.next(1 << 20));
    String[] v = new String[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = values[random.nextInt(values.length)];
    }
    return Tensor.ofStrings(shape, v);
  }

  /** A bool tensor. */
  public Tensor bools(Shape shape) {
    return integers(DType.BOOL, shape, 0, 1);
  }

  /** The axes of a random subset of 0 … rank − 1, some given negative; possibly empty. */
  public List<Long> axes(int rank) {
    List<Long> axes = new ArrayList<>();
    for (int a = 0; a < rank; a++) {
      if (flip()) {
        axes.add((long) (flip() ? a - rank : a));
      }
    }
    return axes;
  }
}
