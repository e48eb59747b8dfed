/** The verdict as files: JSON for machines, a page for people. */
package dev.assay.tck.report;
