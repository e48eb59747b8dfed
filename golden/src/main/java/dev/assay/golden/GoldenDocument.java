package dev.assay.golden;

import java.util.List;

/**
 * The worked examples of one document.
 *
 * @param document its path: {@code book/02-tensors.md}
 * @param title what it is about
 * @param entries in the document's order
 */
public record GoldenDocument(String document, String title, List<GoldenEntry> entries) {}
