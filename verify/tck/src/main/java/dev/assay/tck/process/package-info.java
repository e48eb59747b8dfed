/** Programs in any language as backends: JSON lines on standard input and output. */
package dev.assay.tck.process;
