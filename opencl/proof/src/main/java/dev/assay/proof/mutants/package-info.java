/**
 * Mutants of the kernels: {@code MutationRules} makes them from the texts, {@code Battery} looks
 * for one, {@code MutantRunner} keeps it in a process of its own, as a kernel with a bug may do
 * anything.
 */
package dev.assay.proof.mutants;
