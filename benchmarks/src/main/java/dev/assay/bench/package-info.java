/**
 * JMH benchmarks: records, and contenders side by side. {@link dev.assay.bench.Ratios} runs the
 * latter in turns and prints one table.
 */
package dev.assay.bench;
