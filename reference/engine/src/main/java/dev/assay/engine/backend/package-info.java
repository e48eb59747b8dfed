/**
 * Who carries calls out: the backend interface, the reference backend, devices and placement.
 *
 * <p>Every call goes through {@link dev.assay.engine.backend.Dispatch}: it is checked, placed by
 * {@link dev.assay.engine.backend.Devices}, run, and what came back is checked against what the
 * call promises. Without a scope the reference runs it. A device scope, {@code
 * Devices.device("/gpu:0")}, sends calls to the backend that drives the device; whether a call that
 * it does not support may fall back to the reference is what soft placement says, and the {@link
 * dev.assay.engine.backend.PlacementLog} shows each fall-back with its reason.
 *
 * <p>Whatever a backend throws arrives as a {@link dev.assay.engine.BackendException}, running out
 * of memory included.
 */
package dev.assay.engine.backend;
