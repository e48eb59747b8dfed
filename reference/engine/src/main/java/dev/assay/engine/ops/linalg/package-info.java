/** Products of matrices and tensors. */
package dev.assay.engine.ops.linalg;
