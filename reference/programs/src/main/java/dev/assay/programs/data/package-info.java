/** The data of the documents' programs: read from files, or made by formulas that are stated. */
package dev.assay.programs.data;
