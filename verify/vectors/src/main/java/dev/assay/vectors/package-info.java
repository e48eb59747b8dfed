/** Frozen cases as files, and the verdict on files that another program wrote. */
package dev.assay.vectors;
