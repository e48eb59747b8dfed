package dev.assay.formats.tfrecord;

/** How the whole of a TFRecord file is compressed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** As a gzip file. */
  GZIP,
  /** As a zlib stream. */
  ZLIB
}
