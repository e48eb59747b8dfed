/** What several formats share: checksums, compressed streams, files that appear as a whole. */
package dev.assay.formats.io;
