/**
 * Reverse-mode derivatives.
 *
 * <p>{@link dev.assay.engine.grad.GradientTape} differentiates what ran, {@link
 * dev.assay.engine.grad.Gradients} differentiates graphs; both make the same pass over the same
 * rules, so that they give the same numbers. {@link dev.assay.engine.grad.Jacobian} and {@link
 * dev.assay.engine.grad.Hessian} are many gradients at once. {@link
 * dev.assay.engine.grad.CustomGradient} states a derivative where the derived one will not do.
 *
 * <p>Derivatives are defined on floating and complex tensors; to ask for one of or by any other
 * type is an error. An input that does not influence the result is {@link
 * dev.assay.engine.grad.Gradient.Unconnected}, which is not the same as a gradient of zero.
 */
package dev.assay.engine.grad;
