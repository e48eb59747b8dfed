/** Tables of comma-separated values. */
package dev.assay.formats.csv;
