/** Products of matrices and tensors. */
package dev.assay.opencl.kernel.linalg;
