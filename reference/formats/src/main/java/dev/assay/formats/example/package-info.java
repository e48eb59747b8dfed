/** {@code tf.Example}: named lists of values, the records of training data. */
package dev.assay.formats.example;
