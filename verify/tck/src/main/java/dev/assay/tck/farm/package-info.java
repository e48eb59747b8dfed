/** Correct implementations, in which a judge may find no fault: how often it cries wolf. */
package dev.assay.tck.farm;
