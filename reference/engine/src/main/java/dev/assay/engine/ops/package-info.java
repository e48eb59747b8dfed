/** The rooms of operations. */
package dev.assay.engine.ops;
