/**
 * TensorFlow's checkpoints, format V2: the values of variables by name.
 *
 * <pre>
 * PREFIX.index                a table: "" ↦ BundleHeaderProto, name ↦ BundleEntryProto
 * PREFIX.data-00000-of-00001  the bytes of the tensors, one after the other
 * checkpoint                  text: the newest PREFIX of the directory and those before it
 * </pre>
 *
 * A save that is killed leaves the checkpoint before it readable, and what it left is removed by
 * the next save; see {@link dev.assay.formats.checkpoint.Saver}.
 */
package dev.assay.formats.checkpoint;
