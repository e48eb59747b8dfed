/** Complex numbers and their parts; discrete Fourier transforms and what is made of them. */
package dev.assay.engine.ops.signal;
