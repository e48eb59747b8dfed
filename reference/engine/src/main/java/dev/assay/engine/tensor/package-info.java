/**
 * Tensors and what they are made of: element types, shapes, storage, index arithmetic, printing.
 */
package dev.assay.engine.tensor;
