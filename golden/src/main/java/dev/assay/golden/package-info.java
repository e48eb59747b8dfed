/** The documents' worked examples, with their sources and errata. */
package dev.assay.golden;
