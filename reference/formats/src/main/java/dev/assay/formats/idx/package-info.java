/** IDX, the format in which the digits of MNIST are published. */
package dev.assay.formats.idx;
