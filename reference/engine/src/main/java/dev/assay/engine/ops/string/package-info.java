/** Byte strings: letters, joining, splitting, numbers as text, hashes, parsing. */
package dev.assay.engine.ops.string;
