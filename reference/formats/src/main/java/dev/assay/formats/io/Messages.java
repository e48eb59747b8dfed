package dev.assay.formats.io;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.engine.FormatException;

/**
 * Reading protocol buffers. What is no message is a format error; so is one that does not fit into
 * memory: a message of many small parts takes some twenty times the bytes that it is written in,
 * and only parsing it tells.
 */
public final class Messages {
  private Messages() {}

  /** Parses bytes, and takes out of the message what is wanted. */
  public interface Reading<T> {
    /** What was read. */
    T read() throws InvalidProtocolBufferException;
  }

  /**
   * What {@code reading} gives.
   *
   * @param where names the bytes in messages
   * @param kind what they should be: {@code a tf.Example}
   */
  public static <T> T read(String where, String kind, Reading<T> reading) {
    try {
      return reading.read();
    } catch (InvalidProtocolBufferException e) {
      throw new FormatException(where + ": not " + kind + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new FormatException(
          where
              + ": in memory larger than the heap of "
              + Runtime.getRuntime().maxMemory()
              + " bytes (the option -Xmx of java makes it larger)",
          e);
    }
  }
}
