/**
 * Mutants of the kernels: {@code MutationRules} makes them from the texts, {@code Battery} looks
 * for one, {@code Simulator} for what devices do not tell, {@code MutantRunner} keeps both in
 * processes of their own, as a kernel with a bug may do anything.
 */
package dev.assay.proof.mutants;
