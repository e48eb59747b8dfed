/** Penalties on weights, to be added to a loss. */
package dev.assay.learn.penalty;
