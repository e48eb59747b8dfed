/** Arrays as NumPy saves them: npy and npz. */
package dev.assay.formats.npy;
