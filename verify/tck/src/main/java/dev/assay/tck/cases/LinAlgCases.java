package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Cases of the products of matrices and tensors. */
public final class LinAlgCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("matmul", LinAlgCases::matmul)
            .reject("C4", Attributes.none(), tensor(3), tensor(3, 2))
            .reject("C5", Attributes.none(), tensor(2, 3), tensor(4, 5))
            .reject("C6", Attributes.none(), tensor(2, 2, 3), tensor(3, 3, 2)));
  }

  private static Case matmul(Draw d) {
    Shape batch = d.shape(0, 2);
    Shape other = d.broadcastable(batch);
    int m = d.size();
    int k = d.size();
    int n = d.size();
    boolean ta = d.flip();
    boolean tb = d.flip();
    boolean swap = d.flip();
    Shape a = (swap ? other : batch).concat(ta ? Shape.of(k, m) : Shape.of(m, k));
    Shape b = (swap ? batch : other).concat(tb ? Shape.of(n, k) : Shape.of(k, n));
    return new Case(
        "matmul",
        List.of(d.floats(a, REAL), d.floats(b, REAL)),
        Attributes.of("transpose_a", ta).and("transpose_b", tb));
  }
}
