/**
 * Graphs and sessions: computations that are written down first and run later, as often as wanted.
 *
 * <p>A {@link dev.assay.engine.graph.Graph} grows node by node: every operation called with a
 * {@link dev.assay.engine.graph.Symbol} adds one. Plain tensors among the arguments are captured by
 * value. Nothing is ever removed or changed, so that the order of creation is an order in which the
 * nodes may run. A {@link dev.assay.engine.graph.Session} holds the values of the graph's variables
 * and runs those nodes that a fetch needs, each at most once, in the order of their creation.
 *
 * <pre>{@code
 * Graph g = new Graph();
 * Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
 * try (Session s = new Session(g)) {
 *   Tensor y = s.run(LinAlg.matmul(w, p), Map.of(p, Tensor.of(new float[][] {{-1}, {2}})));
 * }
 * }</pre>
 *
 * <p>A node can also call a Java function ({@link dev.assay.engine.graph.Graph#effect}), which may
 * use what the session keeps for a {@link dev.assay.engine.graph.Resource}: so queues are made.
 *
 * <p>Shapes are inferred when the graph is made, with −1 for what is not known yet; when it runs,
 * every call is checked once more with the concrete arguments, values included.
 */
package dev.assay.engine.graph;
