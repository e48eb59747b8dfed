/** TensorFlow, through its Java binding: operations by their registered names. */
package dev.assay.peers.tensorflow;
