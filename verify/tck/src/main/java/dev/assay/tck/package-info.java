/** The suite that judges any backend: cases, comparators, the ladder of methods, verdicts. */
package dev.assay.tck;
