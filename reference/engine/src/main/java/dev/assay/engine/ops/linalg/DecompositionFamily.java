package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Factorizations of matrices and what is made of them. */
public final class DecompositionFamily implements OpFamily {
  @Override
  public String name() {
    return "linalg";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            MatrixMovement.ROWS,
            List.of(Inverse.INVERSE, Inverse.SOLVE, LuOp.OP, Cholesky.OP),
            List.of(Qr.OP, Complement.OP, Svd.OP),
            SelfAdjointEig.ROWS,
            Eig.ROWS,
            List.of(LeastSquares.OP, HessianClassification.OP),
            PseudoInverse.ROWS,
            MatrixFunctions.ROWS,
            Determinants.ROWS,
            Triangular.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
