/**
 * The OpenCL backend: {@link dev.assay.opencl.OpenClBackend} is what the engine sees, {@code
 * device} drives devices, {@code kernel} has the operations.
 */
package dev.assay.opencl;
