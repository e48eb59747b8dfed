/** Random numbers: the counter-based generator, distributions, seeds. */
package dev.assay.engine.ops.random;
