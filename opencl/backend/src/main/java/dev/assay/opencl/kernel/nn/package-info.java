/** Softmax, losses, normalisation. */
package dev.assay.opencl.kernel.nn;
