package dev.assay.engine.op;

import java.util.List;

/**
 * A room of operations, found with {@link java.util.ServiceLoader}: list the class in {@code
 * META-INF/services/dev.assay.engine.op.OpFamily} and its operations are registered.
 */
public interface OpFamily {
  /** The room's name: {@code array}, {@code elementwise}, … */
  String name();

  /** Its operations. */
  List<Op> ops();
}
