package dev.assay.tck;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A hash of everything that an operation answers on a fixed set of cases: results and gradients, in
 * float64, float32, float16, bfloat16 and int32, and in complex128 and complex64 if it takes
 * complex numbers too, special values included. The reference has the same fingerprint on every
 * virtual machine, operating system and processor. All NaN count as one.
 */
public final class Fingerprint {
  private static final int CASES = 12;
  private static final List<DType> TYPES =
      List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.INT32);
  private static final List<DType> COMPLEX_TYPES = List.of(DType.COMPLEX128, DType.COMPLEX64);

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The fingerprint of {@code op} on {@code backend}: 64 hexadecimal digits. */
  public static String of(Op op, Backend backend) {
    Fingerprint f = new Fingerprint();
    List<DType> types = new ArrayList<>(TYPES);
    if (SpecRegistry.find(op.name()).filter(Spec::takesComplex).isPresent()) {
      types.addAll(COMPLEX_TYPES);
    }
    for (Draw.Values values : Draw.Values.SMALL) {
      for (DType dtype : types) {
        for (int i = 0; i < CASES; i++) {
          f.add(op, backend, values, dtype, i);
        }
      }
    }
    return HexFormat.of().formatHex(f.digest.digest());
  }

  private void add(Op op, Backend backend, Draw.Values values, DType dtype, int i) {
    Choices choices = Choices.seeded(31L * i + op.name().hashCode());
    Case c = CaseRegistry.find(op.name()).orElseThrow().draw(new Draw(choices, dtype, values));
    Call call;
    try {
      call = c.call();
    } catch (AssayException e) {
      text(e.kind() + e.constraint());
      return;
    }
    List<Tensor> y = backend.run(call);
    y.forEach(this::tensor);
    if (!op.isDifferentiable() || y.stream().noneMatch(t -> t.dtype().isContinuous())) {
      return;
    }
    List<Tensor> cotangents = new ArrayList<>();
    for (Tensor t : y) {
      double[] v = new double[t.dtype().isComplex() ? 2 * t.size() : t.size()];
      for (int k = 0; k < v.length; k++) {
        v[k] = (k % 7 - 3) * 0.25 + 0.125;
      }
      cotangents.add(
          t.dtype().isContinuous()
              ? Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v))
              : Tensor.zeros(t.dtype(), t.shape()));
    }
    for (Optional<Tensor> dx : backend.vjp(call, y, cotangents)) {
      dx.ifPresentOrElse(this::tensor, () -> text("none"));
    }
  }

  private void text(String s) {
    digest.update(s.getBytes(StandardCharsets.UTF_8));
  }

  private void tensor(Tensor t) {
    text(t.dtype() + t.shape().toString());
    if (t.dtype() == DType.STRING) {
      for (byte[] b : t.host().bytes()) {
        digest.update(ByteBuffer.allocate(4).putInt(b.length).array());
        digest.update(b);
      }
      return;
    }
    boolean integral = t.dtype().isInteger() || t.dtype() == DType.BOOL;
    ByteBuffer bytes = ByteBuffer.allocate(8 * (integral ? t.size() : t.host().doubles().length));
    if (integral) {
      for (long v : t.toLongs()) {
        bytes.putLong(v);
      }
    } else {
      for (double v : t.toDoubles()) {
        bytes.putLong(Double.doubleToLongBits(v));
      }
    }
    digest.update(bytes.array());
  }
}
