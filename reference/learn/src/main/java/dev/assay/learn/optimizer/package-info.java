/**
 * Optimizers, learning-rate schedules, clipping, moving averages, and which rows make a step.
 *
 * <pre>{@code
 * Variable step = GlobalStep.make(graph);
 * Operation train = Optimizers.adam(0.001).minimize(loss, step);
 * try (Session s = new Session(graph)) {
 *   s.run(graph.variablesInitializer());
 *   for (int[] rows : Epochs.mini(n, 100, seed).epoch(0)) {
 *     s.run(train, Map.of(x, Indexing.gather(data, rows)));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link dev.assay.learn.optimizer.Optimizer} trains variables of a graph, {@link
 * dev.assay.learn.optimizer.EagerOptimizer} tensors, by the same registered operations: the same
 * numbers, bit for bit.
 */
package dev.assay.learn.optimizer;
