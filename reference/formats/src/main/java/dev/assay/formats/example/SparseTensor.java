package dev.assay.formats.example;

import dev.assay.engine.tensor.Tensor;

/**
 * Elements at some places of a tensor.
 *
 * @param indices int64 {@code [n, rank]}: where, in row-major order
 * @param values {@code [n]}: what
 * @param denseShape int64 {@code [rank]}: the dimensions of the tensor
 */
public record SparseTensor(Tensor indices, Tensor values, Tensor denseShape) {}
