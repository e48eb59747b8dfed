package dev.assay.opencl.device;

import java.util.Map;
import java.util.Objects;

/**
 * Which kernel: its file, its name there, and the macros that the file is built with.
 *
 * <p>Make it once and keep it: the device finds the built kernel by it.
 */
public final class KernelSpec {
  private final String file;
  private final String name;
  private final String macros;
  private final int hash;

  private KernelSpec(String file, String name, String macros) {
    this.file = file;
    this.name = name;
    this.macros = macros;
    this.hash = Objects.hash(file, name, macros);
  }

  /**
   * A kernel.
   *
   * @param file {@code matmul.cl}
   * @param name {@code matmul_plain}
   * @param macros what {@code #define} says, by name: {@code REAL} or {@code F(x)}
   */
  public static KernelSpec of(String file, String name, Map<String, String> macros) {
    StringBuilder text = new StringBuilder();
    macros.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                text.append("#define ")
                    .append(e.getKey())
                    .append(' ')
                    .append(e.getValue())
                    .append('\n'));
    return new KernelSpec(file, name, text.toString());
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** The kernel's name. */
  public String name() {
    return name;
  }

  /** The lines of {@code #define}. */
  String macros() {
    return macros;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof KernelSpec k
        && hash == k.hash
        && name.equals(k.name)
        && file.equals(k.file)
        && macros.equals(k.macros);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name + " of " + file;
  }
}
