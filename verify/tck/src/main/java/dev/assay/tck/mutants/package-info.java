/** Wrong kernels and wrong derivatives, planted one at a time, to judge the judge. */
package dev.assay.tck.mutants;
