/**
 * The documents' programs, each in one file that can be read from top to bottom. {@link
 * dev.assay.programs.Programs} lists them; what they share (options, checkpoints, summaries) stands
 * in {@link dev.assay.programs.Training}.
 */
package dev.assay.programs;
