/** Who carries calls out: the backend interface, the reference backend, devices and placement. */
package dev.assay.engine.backend;
