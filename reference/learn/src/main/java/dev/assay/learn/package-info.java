/**
 * Variables, optimizers, layers, models, metrics and input pipelines; empty until they are built.
 */
package dev.assay.learn;
