/** Learning before there were tapes: the perceptron, and back-propagation written by hand. */
package dev.assay.learn.classic;
