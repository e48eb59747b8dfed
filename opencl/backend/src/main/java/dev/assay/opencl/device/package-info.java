/** Devices, their memory and their programs. */
package dev.assay.opencl.device;
