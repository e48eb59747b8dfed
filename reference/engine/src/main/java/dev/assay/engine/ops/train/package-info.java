/** Steps of optimizers: the new value of a variable and of its slots from a gradient. */
package dev.assay.engine.ops.train;
