/** The operations that have kernels. */
package dev.assay.opencl.kernel;
