/** Tensors, attributes and calls as JSON: the notation of the command line and of vectors. */
package dev.assay.tck.json;
