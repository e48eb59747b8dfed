/**
 * Input pipelines: datasets that are described first and read later, element by element.
 *
 * <p>A {@link dev.assay.learn.input.Dataset} says where elements come from and what is done with
 * them; a {@link dev.assay.learn.input.DatasetIterator} is one pass over it. An element is a list
 * of tensors, its components. Everything random takes a seed, so that the seed, the epoch and the
 * step determine every batch.
 *
 * <p>Everything but {@code shuffle}, {@code cache}, {@code batch} and {@code prefetch}, which hold
 * as many elements as they say, holds one element at a time.
 */
package dev.assay.learn.input;
