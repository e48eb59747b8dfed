/** Creation, shapes, indexing, ordering: operations that move elements. */
package dev.assay.engine.ops.array;
