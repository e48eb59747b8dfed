/** The judge: methods, outcomes, verdicts. */
package dev.assay.tck.judge;
