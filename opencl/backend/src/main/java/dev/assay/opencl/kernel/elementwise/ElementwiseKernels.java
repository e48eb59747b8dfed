package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The elementwise operations, most of which are functions of the same names in {@code .cl}. */
public final class ElementwiseKernels implements KernelFamily {
  private static final List<String> FUNCTIONS =
      List.of(
          "neg",
          "add",
          "subtract",
          "multiply",
          "square",
          "squared_difference",
          "divide",
          "div_no_nan",
          "reciprocal",
          "floordiv",
          "floormod",
          "truncatemod",
          "sqrt",
          "rsqrt",
          "pow",
          "exp",
          "expm1",
          "log",
          "log1p",
          "xlogy",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "atan2",
          "sinh",
          "cosh",
          "tanh",
          "asinh",
          "acosh",
          "atanh",
          "erf",
          "erfc",
          "floor",
          "ceil",
          "round",
          "rint",
          "abs",
          "sign",
          "maximum",
          "minimum",
          "equal",
          "not_equal",
          "less",
          "less_equal",
          "greater",
          "greater_equal",
          "logical_and",
          "logical_or",
          "logical_xor",
          "logical_not",
          "is_nan",
          "is_inf",
          "is_finite");

  private static final Function COPY = Function.named("copy");
  private static final Function DIVIDE = Function.named("divide");
  private static final Function CONVERT = Function.conversion();

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    FUNCTIONS.forEach(name -> ops.put(name, Pointwise.named(name)));
    ops.put("clip_by_value", Pointwise.named("clip_by_value", "clip_value_min", "clip_value_max"));
    ops.put("truediv", Pointwise.of(ElementwiseKernels::quotient));
    ops.put("add_n", new AddN());
    ops.put("zeros_like", Pointwise.constant(0));
    ops.put("ones_like", Pointwise.constant(1));
    ops.put("cross", new Cross());
    ops.put("lgamma", new Absent("OpenCL states no accuracy for its lgamma"));
    ops.put("digamma", new Absent("OpenCL has no such function"));
    ops.put("polygamma", new Absent("OpenCL has no such function"));
    ops.put("cast", Pointwise.of((call, x) -> converted(x.get(0), call.output().dtype())));
    return ops;
  }

  private static Applied converted(Term x, DType dtype) {
    return Applied.of(x.dtype() == dtype ? COPY : CONVERT, dtype, x);
  }

  /** Integers are made the result's type first. */
  private static Applied quotient(Call call, List<Term> x) {
    DType dtype = call.output().dtype();
    return x.get(0).dtype() == dtype
        ? new Applied(DIVIDE, x, dtype)
        : Applied.of(DIVIDE, dtype, converted(x.get(0), dtype), converted(x.get(1), dtype));
  }
}
