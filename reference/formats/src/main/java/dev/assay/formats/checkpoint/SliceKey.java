package dev.assay.formats.checkpoint;

import dev.assay.protos.TensorSliceProto;

/**
 * The keys under which the index keeps the parts of a tensor that is stored in parts, in an
 * encoding whose order is that of the values:
 *
 * <pre>
 * key    = number 0 · string name · number rank · (signed start · signed length) …
 * number = how many bytes · the bytes, the highest first, without leading zeros
 * string = the bytes, 00 as 00 ff and ff as ff 00 · 00 01
 * signed = n bytes, the highest first, that hold 7 n − 1 bits, all but the first n bits the value's;
 *          the first n bits are ones and the next one is zero, inverted for negative values
 * </pre>
 */
final class SliceKey {
  private SliceKey() {}

  /** The key of a part; a dimension that is not cut has start 0 and length −1. */
  static byte[] of(byte[] name, TensorSliceProto slice) {
    Bytes key = new Bytes();
    number(key, 0);
    for (byte b : name) {
      key.add(b);
      if (b == 0) {
        key.add(0xFF);
      } else if (b == (byte) 0xFF) {
        key.add(0);
      }
    }
    key.add(0).add(1);
    number(key, slice.getExtentCount());
    for (TensorSliceProto.Extent extent : slice.getExtentList()) {
      signed(key, extent.getStart());
      signed(key, extent.hasLength() ? extent.getLength() : -1);
    }
    return key.toArray();
  }

  private static void number(Bytes key, long value) {
    int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
    key.add(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      key.add((int) (value >> 8 * i));
    }
  }

  private static void signed(Bytes key, long value) {
    long magnitude = value < 0 ? ~value : value;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
    int n = bits / 7 + 1;
    for (int i = n - 1; i >= 0; i--) {
      // arithmetic shift: the sign fills what lies above 64 bits
      int b = (int) (value >> Math.min(Long.SIZE - 1, 8 * i)) & 0xFF;
      int place = n - 1 - i;
      // the ones of the header: n of them over the first two bytes
      int ones = Math.max(0, Math.min(8, n - 8 * place));
      key.add(b ^ (0xFF00 >> ones) & 0xFF);
    }
  }
}
