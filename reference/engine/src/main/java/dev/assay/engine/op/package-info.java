/** What an operation is: signature, attributes, numbered constraints, shape rule, derivative. */
package dev.assay.engine.op;
