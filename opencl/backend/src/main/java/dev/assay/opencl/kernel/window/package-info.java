/** Operations with sliding windows. */
package dev.assay.opencl.kernel.window;
