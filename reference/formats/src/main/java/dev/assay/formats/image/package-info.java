/** Sets of images with labels, and folders of image files. */
package dev.assay.formats.image;
