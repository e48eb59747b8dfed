package dev.assay.engine.ops.control;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Branches, loops and maps over functions; order; assertions; printing.
 *
 * <p>Where the predicate, the index, the loop variables and the elements have values the functions
 * run at once, and tapes record what they do. Where one is a symbol each function is called once,
 * with symbols, and becomes a body: only the branch that is taken runs, and a loop as often as its
 * condition says. A body may read what is around it, contain other bodies, and read and assign
 * variables; what it does beside its results (assignments, assertions, printing, random numbers) it
 * does whenever it runs, in the order of the program. It cannot make placeholders.
 *
 * <p>Gradients go through all of it, to any order: {@link dev.assay.engine.grad.Gradients}.
 */
public final class Control {
  private Control() {}

  /**
   * What {@code then} gives if {@code pred}, a bool scalar, holds, else what {@code otherwise}
   * does. Of one dtype and rank; a dimension in which the two differ is unknown.
   */
  public static Tensor cond(Tensor pred, Supplier<Tensor> then, Supplier<Tensor> otherwise) {
    return condAll(pred, one("cond", then), one("cond", otherwise)).get(0);
  }

  /** As {@link #cond}, for functions of several results, as many in both. */
  public static List<Tensor> condAll(
      Tensor pred,
      Supplier<? extends List<? extends Tensor>> then,
      Supplier<? extends List<? extends Tensor>> otherwise) {
    return Conditional.cond(pred, then, otherwise);
  }

  /** A function and the bool scalar that selects it. */
  public record When(Tensor pred, Supplier<Tensor> then) {}

  /** What the first function gives whose predicate holds; if none does, what the last gives. */
  public static Tensor caseOf(List<When> cases, Supplier<Tensor> otherwise) {
    ValueException.requireGiven(otherwise, "case: the function where no predicate holds");
    Supplier<Tensor> rest = otherwise;
    for (int i = ValueException.requireGiven(cases, "case: the cases").size() - 1; i >= 0; i--) {
      When when = ValueException.requireGiven(cases.get(i), "case: case " + i);
      Supplier<Tensor> others = rest;
      rest = () -> cond(when.pred(), when.then(), others);
    }
    return rest.get();
  }

  /**
   * What the function at {@code index} gives, an integer scalar that counts from 0; what the last
   * gives if there is no such function.
   */
  public static Tensor switchCase(Tensor index, List<Supplier<Tensor>> functions) {
    ValueException.requireGiven(functions, "switch_case: the functions");
    return Conditional.switchCase(
            index, functions.stream().map(f -> one("switch_case", f)).toList())
        .get(0);
  }

  private static Supplier<List<Tensor>> one(String what, Supplier<Tensor> function) {
    ValueException.requireGiven(function, what + ": a function");
    return () -> List.of(ValueException.requireGiven(function.get(), what + ": the result"));
  }

  /** {@code x ← body(x)} as long as {@code cond(x)}, a bool scalar, holds. */
  public static Tensor whileLoop(
      UnaryOperator<Tensor> cond, UnaryOperator<Tensor> body, Tensor initial) {
    ValueException.requireGiven(cond, "while_loop: the condition");
    ValueException.requireGiven(body, "while_loop: the body");
    ValueException.requireGiven(initial, "while_loop: the initial value");
    return whileLoop(
            v -> cond.apply(v.get(0)),
            v -> Arrays.asList(body.apply(v.get(0))),
            List.of(initial),
            WhileOptions.DEFAULT)
        .get(0);
  }

  /** As {@link #whileLoop(Function, Function, List, WhileOptions)}, with default options. */
  public static List<Tensor> whileLoop(
      Function<List<Tensor>, Tensor> cond,
      Function<List<Tensor>, ? extends List<? extends Tensor>> body,
      List<? extends Tensor> initial) {
    return whileLoop(cond, body, initial, WhileOptions.DEFAULT);
  }

  /**
   * {@code variables ← body(variables)} as long as {@code cond(variables)}, a bool scalar, holds.
   * Each variable keeps its dtype and its shape, unless the options state a more general shape.
   *
   * @return the variables after the last iteration
   */
  public static List<Tensor> whileLoop(
      Function<List<Tensor>, Tensor> cond,
      Function<List<Tensor>, ? extends List<? extends Tensor>> body,
      List<? extends Tensor> initial,
      WhileOptions options) {
    return WhileLoop.run(cond, body, initial, options);
  }

  /** {@code output[i] = fn(elems[i])}. */
  public static Tensor mapFn(UnaryOperator<Tensor> fn, Tensor elems) {
    ValueException.requireGiven(fn, "map_fn: the function");
    return mapFn(xs -> Arrays.asList(fn.apply(xs.get(0))), Arrays.asList(elems)).get(0);
  }

  /** {@code outputs[·][i] = fn(elems[·][i])}; all elems have one size along their first axis. */
  public static List<Tensor> mapFn(
      Function<List<Tensor>, ? extends List<? extends Tensor>> fn, List<? extends Tensor> elems) {
    ValueException.requireGiven(fn, "map_fn: the function");
    return new Scan("map_fn", false, true, (none, xs) -> fn.apply(xs)).run(List.of(), elems);
  }

  /** {@code output[i] = fn(output[i−1], elems[i])}, where {@code output[−1]} is initializer. */
  public static Tensor scan(BinaryOperator<Tensor> fn, Tensor elems, Tensor initializer) {
    return fold("scan", false, true, fn, elems, initializer);
  }

  /** {@code output[0] = elems[0]}, {@code output[i] = fn(output[i−1], elems[i])}. */
  public static Tensor scan(BinaryOperator<Tensor> fn, Tensor elems) {
    Tensor first = first("scan", elems);
    Tensor rest = scan(fn, Indexing.stridedSlice(elems, "1:"), first);
    return ArrayOps.concat(List.of(ArrayOps.expandDims(first, 0), rest), 0);
  }

  /**
   * {@code outputs[i] = fn(outputs[i−1], elems[i])}, lists of tensors all; in reverse {@code
   * outputs[i] = fn(outputs[i+1], elems[i])}, beginning with the last.
   */
  public static List<Tensor> scan(
      BiFunction<List<Tensor>, List<Tensor>, ? extends List<? extends Tensor>> fn,
      List<? extends Tensor> elems,
      List<? extends Tensor> initializer,
      boolean reverse) {
    return new Scan("scan", reverse, true, fn).run(initializer, elems);
  }

  /** {@code fn(… fn(fn(initializer, elems[0]), elems[1]) …, elems[n−1])}. */
  public static Tensor foldl(BinaryOperator<Tensor> fn, Tensor elems, Tensor initializer) {
    return fold("foldl", false, false, fn, elems, initializer);
  }

  /** {@code fn(… fn(elems[0], elems[1]) …, elems[n−1])}. */
  public static Tensor foldl(BinaryOperator<Tensor> fn, Tensor elems) {
    return foldl(fn, Indexing.stridedSlice(elems, "1:"), first("foldl", elems));
  }

  /** {@code fn(… fn(fn(initializer, elems[n−1]), elems[n−2]) …, elems[0])}. */
  public static Tensor foldr(BinaryOperator<Tensor> fn, Tensor elems, Tensor initializer) {
    return fold("foldr", true, false, fn, elems, initializer);
  }

  /** {@code fn(… fn(elems[n−1], elems[n−2]) …, elems[0])}. */
  public static Tensor foldr(BinaryOperator<Tensor> fn, Tensor elems) {
    Structures.elems("foldr", Arrays.asList(elems));
    return foldr(fn, Indexing.stridedSlice(elems, ":-1"), Indexing.stridedSlice(elems, "-1"));
  }

  private static Tensor first(String name, Tensor elems) {
    Structures.elems(name, Arrays.asList(elems));
    return Indexing.stridedSlice(elems, "0");
  }

  private static Tensor fold(
      String name,
      boolean reverse,
      boolean stacked,
      BinaryOperator<Tensor> fn,
      Tensor elems,
      Tensor initializer) {
    ValueException.requireGiven(fn, name + ": the function");
    return new Scan(name, reverse, stacked, (a, x) -> Arrays.asList(fn.apply(a.get(0), x.get(0))))
        .run(Arrays.asList(initializer), Arrays.asList(elems))
        .get(0);
  }

  /** A node that runs what {@code members} need and has no result; one at least is a symbol. */
  public static Operation group(Tensor... members) {
    List<Tensor> all = Structures.given("group", Arrays.asList(given("group", members)));
    Graph graph =
        Structures.graph(all)
            .orElseThrow(() -> new ValueException("group: no member is a symbol of a graph"));
    return graph.group("group", symbols(all));
  }

  /** A node that does nothing. */
  public static Operation noOp(Graph graph) {
    return ValueException.requireGiven(graph, "no_op: the graph").group("no_op", new Tensor[0]);
  }

  /** Each of the tensors, once all have been computed. */
  public static List<Tensor> tuple(List<? extends Tensor> tensors) {
    List<Tensor> all = Structures.given("tuple", tensors);
    return all.stream().map(t -> withDependencies(all, () -> t)).toList();
  }

  /**
   * What {@code output} gives, once {@code dependencies} have run; what it makes runs after them,
   * too. Dependencies that have a value have run.
   */
  public static Tensor withDependencies(
      List<? extends Tensor> dependencies, Supplier<Tensor> output) {
    ValueException.requireGiven(output, "with_dependencies: the function");
    List<Tensor> all = Structures.given("with_dependencies", dependencies);
    if (Structures.graph(all).isEmpty()) {
      return ValueException.requireGiven(output.get(), "with_dependencies: the result");
    }
    Graph graph = Structures.graph(all).get();
    Graph.ControlScope after = graph.controlDependencies(symbols(all));
    try {
      Tensor made = ValueException.requireGiven(output.get(), "with_dependencies: the result");
      return ArrayOps.identity(made instanceof Symbol ? made : graph.constant(made));
    } finally {
      after.close();
    }
  }

  private static Tensor[] symbols(List<Tensor> tensors) {
    return tensors.stream().filter(Symbol.class::isInstance).toArray(Tensor[]::new);
  }

  private static <T> T given(String what, T value) {
    return ValueException.requireGiven(value, what + ": the list of tensors");
  }

  /** {@code outputs[i] = input[i]}. */
  public static List<Tensor> identityN(List<? extends Tensor> input) {
    List<Tensor> all = new ArrayList<>(given("identity_n", input));
    return Dispatch.call(IdentityN.OP, Attributes.none(), all);
  }

  /** An error that names {@code message} and shows {@code data} unless every condition is true. */
  public static Tensor assertThat(Tensor condition, String message, Tensor... data) {
    List<Tensor> all = new ArrayList<>(Arrays.asList(condition));
    all.addAll(Arrays.asList(given("assert", data)));
    return Dispatch.call(Assertions.ASSERT, Attributes.of("message", message), all).get(0);
  }

  /** {@code x = y} everywhere, broadcast. */
  public static Tensor assertEqual(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.EQUAL, x, y);
  }

  /** {@code x ≠ y} everywhere, broadcast. */
  public static Tensor assertNoneEqual(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.NONE_EQUAL, x, y);
  }

  /** {@code x < y} everywhere, broadcast. */
  public static Tensor assertLess(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.LESS, x, y);
  }

  /** {@code x ≤ y} everywhere, broadcast. */
  public static Tensor assertLessEqual(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.LESS_EQUAL, x, y);
  }

  /** {@code x > y} everywhere, broadcast. */
  public static Tensor assertGreater(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.GREATER, x, y);
  }

  /** {@code x ≥ y} everywhere, broadcast. */
  public static Tensor assertGreaterEqual(Tensor x, Tensor y) {
    return Dispatch.one(Assertions.GREATER_EQUAL, x, y);
  }

  /** {@code |x − y| ≤ atol + rtol·|y|} everywhere, broadcast. */
  public static Tensor assertNear(Tensor x, Tensor y, double rtol, double atol) {
    return Dispatch.one(Assertions.NEAR, Attributes.of("rtol", rtol).and("atol", atol), x, y);
  }

  /** {@code x > 0} everywhere. */
  public static Tensor assertPositive(Tensor x) {
    return Dispatch.one(Assertions.POSITIVE, x);
  }

  /** {@code x ≥ 0} everywhere. */
  public static Tensor assertNonNegative(Tensor x) {
    return Dispatch.one(Assertions.NON_NEGATIVE, x);
  }

  /** {@code x < 0} everywhere. */
  public static Tensor assertNegative(Tensor x) {
    return Dispatch.one(Assertions.NEGATIVE, x);
  }

  /** {@code x ≤ 0} everywhere. */
  public static Tensor assertNonPositive(Tensor x) {
    return Dispatch.one(Assertions.NON_POSITIVE, x);
  }

  /** {@code x} has {@code rank} dimensions. */
  public static Tensor assertRank(Tensor x, int rank) {
    return Dispatch.one(Assertions.RANK, Attributes.of("rank", rank), x);
  }

  /** {@code x} has {@code rank} or more dimensions. */
  public static Tensor assertRankAtLeast(Tensor x, int rank) {
    return Dispatch.one(Assertions.RANK_AT_LEAST, Attributes.of("rank", rank), x);
  }

  /** The number of dimensions of {@code x} is one of {@code ranks}. */
  public static Tensor assertRankIn(Tensor x, int... ranks) {
    return Dispatch.one(
        Assertions.RANK_IN, Attributes.of("ranks", given("assert_rank_in", ranks)), x);
  }

  /**
   * The shapes of {@code xs} are those of {@code shapes}, one for each, separated by semicolons: a
   * dimension is a number, a letter or word that stands for the same number wherever it occurs, or
   * {@code ?}; {@code "n,3; n"}.
   */
  public static Tensor assertShapes(List<? extends Tensor> xs, String shapes) {
    List<Tensor> all = new ArrayList<>(given("assert_shapes", xs));
    return Dispatch.call(AssertShapes.OP, Attributes.of("shapes", shapes), all).get(0);
  }

  /** {@code input}, which is printed to the error stream whenever this runs. */
  public static Tensor print(Tensor input) {
    return Dispatch.one(Print.OP, input);
  }

  /** {@code input}, which is printed after {@code message}. */
  public static Tensor print(Tensor input, String message) {
    return Dispatch.one(Print.OP, Attributes.of("message", message), input);
  }

  /**
   * From now on {@code print} writes to {@code out} where its {@code output_stream} is {@code
   * name}: {@code stderr}, {@code stdout}, or a name of one's own. For all threads.
   */
  public static void printTo(String name, PrintStream out) {
    Print.to(name, out);
  }
}
