/** Functions of single elements, with NumPy broadcasting. */
package dev.assay.engine.ops.elementwise;
