/** Identities between operations, stated once and checked on any backend. */
package dev.assay.tck.laws;
