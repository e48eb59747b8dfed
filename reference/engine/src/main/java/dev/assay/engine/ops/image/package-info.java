/** Images: decoding, resizing, cropping, flipping, colours. */
package dev.assay.engine.ops.image;
