package dev.assay.vectors;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a set's files.
 *
 * <pre>
 * manifest.json      the operations, and of each the sizes and hashes of its files
 * manifest.sha256    the hash of the manifest, as sha256sum -c reads it
 * OP/cases.json      the cases of an operation
 * OP/float32.npy     all their numbers of a type, one after the other
 * </pre>
 *
 * No name that a file states becomes a path before it is one of these.
 */
final class Layout {
  static final String FORMAT = "assay-vectors/1";
  static final String MANIFEST = "manifest.json";
  static final String HASH = "manifest.sha256";
  static final String CASES = "cases.json";
  static final String UNSUPPORTED = "unsupported.json";

  private static final int BRIEF = 80;
  private static final String NPY = ".npy";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,100}");

  private Layout() {}

  /** Checks the name of an operation or an argument: letters, digits and underscores. */
  static String requireName(String name, String where) {
    if (!NAME.matcher(name).matches()) {
      throw new FormatException(
          where + ": a name of letters, digits and _ is needed, got \"" + brief(name) + "\"");
    }
    return name;
  }

  /** The file of all numbers of a type. */
  static String pool(DType type) {
    return type.label() + NPY;
  }

  /** The type whose numbers a file of an operation holds; empty where it is no such file. */
  static Optional<DType> poolType(String file) {
    return Arrays.stream(DType.values()).filter(t -> pool(t).equals(file)).findFirst();
  }

  /** The type in which the bounds of numbers of {@code type} are kept. */
  static DType boundType(DType type) {
    return type.realType() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
  }

  /** Text of others in a message, without characters that move a cursor or turn the text. */
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  /** The same, shortened. */
  static String brief(String text) {
    String visible = visible(text);
    return visible.length() <= BRIEF ? visible : visible.substring(0, BRIEF) + "…";
  }
}
