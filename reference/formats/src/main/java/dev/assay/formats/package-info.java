/** Readers and writers of file formats; empty until they are built. */
package dev.assay.formats;
