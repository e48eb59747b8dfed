/**
 * Curves and histograms as PNG files, drawn by XChart. This package alone needs the module
 * java.desktop and a font; without them it says so in a {@link dev.assay.engine.BackendException}.
 */
package dev.assay.formats.chart;
