package dev.assay.learn.variable;

/** What a scope does when it is asked for a variable. */
public enum Reuse {
  /** Makes it; an error if it exists. */
  NEVER,
  /** Finds it; an error if it does not exist. */
  ALWAYS,
  /** Finds it, or makes it. */
  AUTO
}
