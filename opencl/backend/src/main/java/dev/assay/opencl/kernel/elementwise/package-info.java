/** Operations that compute each element of their result from the elements in its place. */
package dev.assay.opencl.kernel.elementwise;
