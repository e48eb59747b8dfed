package dev.assay.engine.backend;

import dev.assay.engine.AttributeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of devices: {@code /cpu:0}, TensorFlow's {@code /device:CPU:0}, {@code /gpu}. */
final class DeviceName {
  private static final Pattern FORM =
      Pattern.compile("/?(?:device:)?([a-z][a-z0-9_]*)(?::(\\d{1,6}))?", Pattern.CASE_INSENSITIVE);

  private DeviceName() {}

  /** The canonical name, {@code /cpu:0}; a device without a number is number 0. */
  static String canonical(String name) {
    Matcher m = FORM.matcher(name);
    if (!m.matches() || m.group(1).equalsIgnoreCase("device")) {
      throw new AttributeException(
          "device: a name is like /cpu:0 or /device:GPU:1, got \"" + name + "\"");
    }
    int number = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
    return "/" + m.group(1).toLowerCase(Locale.ROOT) + ":" + number;
  }
}
