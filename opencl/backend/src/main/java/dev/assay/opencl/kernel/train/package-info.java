/** Steps of optimizers. */
package dev.assay.opencl.kernel.train;
