/**
 * Event files: what a training run shows of itself, in the form that TensorBoard reads.
 *
 * <p>An event file is a TFRecord file of {@code Event} messages; the first one names the version,
 * {@code brain.Event:2}.
 */
package dev.assay.formats.event;
