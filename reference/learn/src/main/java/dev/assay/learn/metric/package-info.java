/**
 * How good predictions are. A {@link dev.assay.learn.metric.Metric} takes them batch by batch;
 * {@link dev.assay.learn.metric.Metrics} makes metrics, and has a function of one call for each.
 *
 * <p>Sums are taken in float64, in the order of the elements, so that batches give the bits that
 * one call would give. Shares of nothing are 0, as in TensorFlow: accuracy, precision, recall, F1,
 * top-k, BLEU. What would be good if it were 0, or has no meaning, is NaN: errors of nothing, R² of
 * constant labels, the rank AUC of one class.
 */
package dev.assay.learn.metric;
