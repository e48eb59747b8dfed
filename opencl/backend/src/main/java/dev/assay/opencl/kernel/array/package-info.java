/** Operations that move elements. */
package dev.assay.opencl.kernel.array;
