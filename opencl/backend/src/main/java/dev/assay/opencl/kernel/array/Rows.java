package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/**
 * How indices name slices of a tensor: element {@code [s, p, i, q]} of what is picked is element
 * {@code [s, p, row(s, i), q]} of a tensor {@code [S, P, J, Q]}; {@code row} is made of the last
 * axis of the indices by Horner's rule.
 *
 * @param indices {@code [S, I, K]}
 * @param dims the K sizes that the indices run in; J is their product
 * @param S the size of the batch dimensions
 * @param P the size of the dimensions between them and the one that is picked from
 * @param I how many slices are named
 * @param Q the size of a slice
 */
public record Rows(Tensor indices, int[] dims, int S, int P, int I, int Q) {
  /** Those of {@code gather} and its adjoint, which have the attributes axis and batch_dims. */
  public static Rows alongAxis(Call c, Shape params, Tensor indices) {
    int batch = c.attrs().int32("batch_dims");
    int b = batch < 0 ? batch + indices.rank() : batch;
    int axis = c.attrs().has("axis") ? Index.axis(c.attrs().int32("axis"), params.rank()) : b;
    return new Rows(
        indices,
        new int[] {params.dim(axis)},
        Index.product(params, 0, b),
        Index.product(params, b, axis),
        Index.product(indices.shape(), b, indices.rank()),
        Index.product(params, axis + 1, params.rank()));
  }

  /** Those of {@code embedding_lookup}: along axis 0. */
  public static Rows first(Shape params, Tensor ids) {
    return new Rows(
        ids, new int[] {params.dim(0)}, 1, 1, ids.size(), Index.product(params, 1, params.rank()));
  }

  /** Those of {@code gather_nd} and of what scatters by positions. */
  public static Rows positions(Call c, Shape target, Tensor indices) {
    int b = c.attrs().has("batch_dims") ? c.attrs().int32("batch_dims") : 0;
    int depth = indices.shape().dim(-1);
    return new Rows(
        indices,
        target.slice(b, b + depth).dims(),
        Index.product(target, 0, b),
        1,
        Index.product(indices.shape(), b, indices.rank() - 1),
        Index.product(target, b + depth, target.rank()));
  }

  /** The number of slices to pick from. */
  public int J() {
    return Shape.of(dims).elements();
  }

  /** {@code row(s, i)} for all s and i. */
  public int[] numbers() {
    long[] index = indices.host().longs();
    int[] rows = new int[S * I];
    for (int n = 0; n < rows.length; n++) {
      for (int k = 0; k < dims.length; k++) {
        rows[n] = rows[n] * dims[k] + (int) index[n * dims.length + k];
      }
    }
    return rows;
  }
}
