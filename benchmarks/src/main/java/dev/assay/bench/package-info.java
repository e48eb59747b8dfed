/** JMH benchmarks; empty until there is a second backend to compare. */
package dev.assay.bench;
