/**
 * Layers as functions: each makes its variables in a scope and gives its output.
 *
 * <pre>{@code
 * Tensor h = Layers.dense(scope.scope("h"), x, 256, Nn::relu);
 * Tensor logits = Layers.dense(scope.scope("out"), h, 10);
 * }</pre>
 */
package dev.assay.learn.layer;
