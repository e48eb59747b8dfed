/**
 * One naive scalar definition of every operation, straight from its formula, over any number type
 * of Commons Math. Evaluated in many arithmetics it gives a second implementation, the true value,
 * exact derivatives, bounds on rounding errors, and the branches taken.
 *
 * <p>No code is shared with the engine but the types that carry arguments.
 */
package dev.assay.spec;
