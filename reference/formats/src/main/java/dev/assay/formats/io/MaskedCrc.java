package dev.assay.formats.io;

import java.util.zip.CRC32C;

/**
 * {@code masked = rotr(crc, 15) + a282ead8}: the CRC-32C that TensorFlow's files store. It is
 * masked because the CRC of data that contains its own CRC says nothing.
 */
public final class MaskedCrc {
  private static final int DELTA = 0xa282ead8;

  private MaskedCrc() {}

  /** The masked CRC of {@code length} bytes from {@code offset}. */
  public static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return of(crc);
  }

  /** The masked CRC of all bytes. */
  public static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The masked CRC of what {@code crc} has seen. */
  public static int of(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
  }
}
