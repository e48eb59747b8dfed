/**
 * Readers and writers of file formats, a package each.
 *
 * <p>Whatever bytes a reader is given, it gives a value or a {@link
 * dev.assay.engine.FormatException} that names the file and the place; nothing is allocated on the
 * word of a file alone. That the file system refuses something is a {@link
 * java.io.UncheckedIOException} that names the file.
 */
package dev.assay.formats;
