/** Activations, softmax, losses, norms and clipping. */
package dev.assay.engine.ops.nn;
