/** Runs the documents' worked examples on a backend. */
package dev.assay.tck.golden;
