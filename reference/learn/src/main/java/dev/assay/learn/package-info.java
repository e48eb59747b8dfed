/**
 * Training on the engine: variables, optimizers, layers, metrics and input pipelines, a package
 * each.
 */
package dev.assay.learn;
