/** Sums and other summaries along axes, running sums, sums by segments, and their adjoints. */
package dev.assay.opencl.kernel.reduce;
