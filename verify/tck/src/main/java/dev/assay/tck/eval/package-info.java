/** The oracle as a process: a request in JSON, results and gradients in JSON. */
package dev.assay.tck.eval;
