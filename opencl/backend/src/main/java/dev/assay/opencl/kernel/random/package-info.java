/** Random numbers on devices: TensorFlow's Philox streams, the words of the reference. */
package dev.assay.opencl.kernel.random;
