/**
 * The engine: tensors, operations with their derivatives, tape, graph and the backend interface.
 *
 * <p>The numeric contract: every registered operation computes in binary64 with {@link StrictMath},
 * sums in a fixed order, and rounds once, when it stores.
 */
package dev.assay.engine;
