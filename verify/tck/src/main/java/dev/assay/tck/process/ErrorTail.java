package dev.assay.tck.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a process's standard error to its end, however much it is, and keeps the last of it. */
final class ErrorTail {
  private static final int KEPT = 4096;
  private static final int LINES = 3;
  private static final int LINE = 200;
  private static final long PATIENCE = 200;

  private final byte[] ring = new byte[KEPT];
  private final Thread reader;
  private long count;

  private ErrorTail(InputStream in) {
    reader = new Thread(() -> drain(in), "program-stderr");
    reader.setDaemon(true);
  }

  /** Begins to read. */
  static ErrorTail of(InputStream in) {
    ErrorTail tail = new ErrorTail(in);
    tail.reader.start();
    return tail;
  }

  private void drain(InputStream in) {
    byte[] buffer = new byte[KEPT];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // the process is gone: what was read is all there is
    }
  }

  private synchronized void keep(byte[] bytes, int n) {
    for (int i = 0; i < n; i++) {
      ring[(int) (count++ % KEPT)] = bytes[i];
    }
  }

  /** The last lines, on one line; empty where there are none. */
  String text() {
    try {
      reader.join(PATIENCE); // what was written last is still on its way
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> lines = kept().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return String.join(
        " | ",
        lines.stream()
            .skip(Math.max(0, lines.size() - LINES))
            .map(l -> Printable.brief(l, LINE))
            .toList());
  }

  private synchronized String kept() {
    int n = (int) Math.min(count, KEPT);
    byte[] last = new byte[n];
    for (int i = 0; i < n; i++) {
      last[i] = ring[(int) ((count - n + i) % KEPT)];
    }
    return new String(last, StandardCharsets.UTF_8);
  }
}
