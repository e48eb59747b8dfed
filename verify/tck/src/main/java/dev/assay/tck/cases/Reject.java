package dev.assay.tck.cases;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Arguments that an operation must refuse.
 *
 * @param constraint the number of the constraint they break: {@code C3}
 * @param inputs the tensors
 * @param attrs the attributes
 */
public record Reject(String constraint, List<Tensor> inputs, Attributes attrs) {}
