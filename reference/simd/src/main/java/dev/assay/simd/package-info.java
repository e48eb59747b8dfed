/** The backend on the Vector API; empty until it is built. */
package dev.assay.simd;
