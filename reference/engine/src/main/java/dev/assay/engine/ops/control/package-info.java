/**
 * Control flow: branches, loops and maps over functions, order, assertions, printing.
 *
 * <p>{@link dev.assay.engine.ops.control.Control} takes Java functions. Where the decision has a
 * value they run at once, as Java would run them, and open tapes record what they do. Where it is a
 * symbol each is called once, with symbols, and becomes a body of a node in the graph, which runs
 * it as the decision says.
 */
package dev.assay.engine.ops.control;
