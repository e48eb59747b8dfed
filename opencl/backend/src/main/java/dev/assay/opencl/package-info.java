/** The OpenCL backend; empty until it is built. */
package dev.assay.opencl;
