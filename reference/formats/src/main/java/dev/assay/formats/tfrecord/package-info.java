/**
 * TFRecord files: sequences of byte strings.
 *
 * <pre>
 * record = length (8 bytes) · masked CRC-32C of the length (4) · data · masked CRC-32C of the data (4)
 * </pre>
 *
 * All numbers are little-endian. There is no header and no index.
 */
package dev.assay.formats.tfrecord;
