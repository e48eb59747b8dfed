package dev.assay.vectors;

import java.util.Locale;

/** What is asked of a program in one case. */
public enum Part {
  /** What the operation gives. */
  RESULT,
  /** The gradients by its arguments. */
  GRADIENT,
  /** The gradients' derivative along a direction, a Hessian times a vector. */
  PRODUCT;

  /** The word in names of files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The file, in the folder of its operation, in which a program writes such a tensor. */
  public String file(int number, String name) {
    return number + "." + label() + "." + name + ".npy";
  }
}
