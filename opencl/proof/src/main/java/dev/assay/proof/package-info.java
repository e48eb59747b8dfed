/** What shows that the OpenCL backend is right: mutants of its kernels and what finds them. */
package dev.assay.proof;
