/** The binary files of CIFAR-10 and CIFAR-100. */
package dev.assay.formats.cifar;
