/** Sums and other summaries along axes, running sums, sums by segments. */
package dev.assay.engine.ops.reduce;
