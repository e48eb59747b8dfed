package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.elementwise.Term.Number;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kernels of one term: the macros that {@code elementwise.cl} is built with. */
record KernelText(KernelSpec plain, KernelSpec flat, KernelSpec rows) {
  private static final String FILE = "elementwise.cl";

  /** The kernels that compute {@code width} elements of a term in a work-item. */
  static KernelText of(Applied term, int width) {
    Writer w = new Writer();
    String value = w.write(term);
    w.uses(term.dtype());
    String type = ClTypes.name(term.dtype());
    w.body.append("WRITE(").append(type).append(", z0, ").append(value).append(");");
    StringBuilder parameters = new StringBuilder();
    StringBuilder strides = new StringBuilder();
    for (int k = 0; k < w.tensors.size(); k++) {
      String x = ClTypes.name(w.tensors.get(k).dtype());
      parameters.append("global const ").append(x).append("* x").append(k).append(", ");
      strides.append("const Extent stride").append(k).append(", ");
    }
    parameters.append("global ").append(type).append("* z0, ").append(w.numbers);
    Map<String, String> macros = w.macros;
    macros.put("WIDTH", Integer.toString(width));
    macros.put("PARAMETERS", parameters.toString());
    macros.put("STRIDES", strides.toString());
    macros.put("BODY", w.body.toString());
    return new KernelText(spec("PLAIN", macros), spec("FLAT", macros), spec("ROWS", macros));
  }

  private static KernelSpec spec(String kernel, Map<String, String> macros) {
    Map<String, String> all = new HashMap<>(macros);
    all.put(kernel, "1");
    return KernelSpec.of(FILE, "elementwise_" + kernel.toLowerCase(Locale.ROOT), all);
  }

  /** Writes statements; what they are is in {@code body}, all in one line as a macro is. */
  private static final class Writer {
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder numbers = new StringBuilder();
    private final List<Elements> tensors = new ArrayList<>();
    private final Map<String, String> macros = new HashMap<>();
    private int count;

    /** Writes what a term is, returns its name. */
    String write(Term term) {
      uses(term.dtype());
      if (term instanceof Elements e) {
        int known = tensors.size();
        int k = Evaluation.index(tensors, e);
        if (k == known) {
          String read = "READ(" + ClTypes.name(e.dtype()) + ", x" + k + ", stride" + k + ")";
          declare(e.dtype(), "v" + k, read);
        }
        return "v" + k;
      }
      if (term instanceof Number n) {
        return number(n.dtype());
      }
      Applied a = (Applied) term;
      List<String> names = a.arguments().stream().map(this::write).toList();
      List<DType> types = a.arguments().stream().map(Term::dtype).toList();
      String name = "t" + count++;
      declare(a.dtype(), name, a.function().text(names, types, a.dtype()));
      return name;
    }

    private String number(DType dtype) {
      String type = ClTypes.name(dtype);
      String name = "n" + count++;
      String parameter = dtype.isFloating() ? type : "long";
      numbers.append("const ").append(parameter).append(" s").append(name).append(", ");
      declare(dtype, name, "(VEC(" + type + "))((" + type + ")s" + name + ")");
      return name;
    }

    private void declare(DType dtype, String name, String value) {
      body.append("const VEC(")
          .append(ClTypes.name(dtype))
          .append(") ")
          .append(name)
          .append(" = ")
          .append(value)
          .append("; ");
    }

    void uses(DType dtype) {
      macros.put("USES_" + ClTypes.name(dtype), "1");
    }
  }
}
