/** Reverse-mode derivatives: tape, graph gradients, Jacobians, Hessians, custom rules. */
package dev.assay.engine.grad;
