/**
 * Variables by name: scopes in which they are made and found again, and how they begin.
 *
 * <pre>{@code
 * VariableScope scope = VariableScope.of(graph).scope("layer1");
 * Variable w = scope.getVariable("w", Shape.of(784, 256), Initializers.glorotUniform(7));
 * w.name(); // layer1/w
 * }</pre>
 */
package dev.assay.learn.variable;
