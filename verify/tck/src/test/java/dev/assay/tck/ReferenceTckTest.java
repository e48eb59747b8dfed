package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.ReferenceBackend;

/** The reference under its own judge. */
class ReferenceTckTest extends BackendTck {
  @Override
  protected Backend backend() {
    return ReferenceBackend.instance();
  }
}
