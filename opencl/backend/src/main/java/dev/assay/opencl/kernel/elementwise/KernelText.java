package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.elementwise.Term.Number;
import dev.assay.opencl.kernel.elementwise.Term.State;
import dev.assay.opencl.kernel.elementwise.Term.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kernels of some terms: the macros that {@code elementwise.cl} is built with. */
record KernelText(KernelSpec plain, KernelSpec flat, KernelSpec rows) {
  private static final String FILE = "elementwise.cl";

  /** The kernels that compute {@code width} elements of each of the terms in a work-item. */
  static KernelText of(List<Term> terms, int width) {
    Map<String, String> macros = new Writer().macros(terms);
    macros.put("WIDTH", Integer.toString(width));
    return new KernelText(spec("PLAIN", macros), spec("FLAT", macros), spec("ROWS", macros));
  }

  private static KernelSpec spec(String kernel, Map<String, String> macros) {
    Map<String, String> all = new HashMap<>(macros);
    all.put(kernel, "1");
    return KernelSpec.of(FILE, "elementwise_" + kernel.toLowerCase(Locale.ROOT), all);
  }

  /** Writes statements, all in one line as a macro is. */
  private static final class Writer {
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder numbers = new StringBuilder();
    private final List<Elements> tensors = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, String> macros = new HashMap<>();
    private int count;

    Map<String, String> macros(List<Term> terms) {
      List<String> values = terms.stream().map(this::write).toList();
      StringBuilder parameters = new StringBuilder();
      StringBuilder strides = new StringBuilder();
      for (int k = 0; k < tensors.size(); k++) {
        String type = ClTypes.name(tensors.get(k).dtype());
        parameters.append("global const ").append(type).append("* x").append(k).append(", ");
        strides.append("const Extent stride").append(k).append(", ");
      }
      for (int k = 0; k < values.size(); k++) {
        String type = ClTypes.name(terms.get(k).dtype());
        parameters.append("global ").append(type).append("* z").append(k).append(", ");
        body.append(String.join(", ", "WRITE(" + type, "z" + k, values.get(k))).append("); ");
      }
      macros.put("PARAMETERS", parameters.append(numbers).toString());
      macros.put("STRIDES", strides.toString());
      macros.put("BODY", body.toString());
      return macros;
    }

    /** Writes what a term is, returns its name. */
    private String write(Term term) {
      macros.put("USES_" + ClTypes.name(term.dtype()), "1");
      if (term instanceof Elements e) {
        return element(e);
      } else if (term instanceof Number n) {
        return number(n.dtype());
      } else if (term instanceof Applied a) {
        return applied(a);
      }
      State s = (State) term;
      if (s.k() == 0) {
        step(s.step());
      }
      return "s" + s.k();
    }

    /** A function is computed once. */
    private String applied(Applied a) {
      int known = Evaluation.position(applied, a);
      if (known < applied.size()) {
        return names.get(known);
      }
      List<String> arguments = a.arguments().stream().map(this::write).toList();
      DType last = a.arguments().get(arguments.size() - 1).dtype();
      String name = "t" + count++;
      declare("const ", a.dtype(), name, a.function().text(arguments, last, a.dtype()));
      applied.add(a);
      names.add(name);
      return name;
    }

    /** A tensor is read once. */
    private String element(Elements e) {
      int known = tensors.size();
      int k = Evaluation.index(tensors, e);
      if (k == known) {
        String read = String.join(", ", "READ(" + ClTypes.name(e.dtype()), "x" + k, "stride" + k);
        declare("const ", e.dtype(), "v" + k, read + ")");
      }
      return "v" + k;
    }

    /** Integers come in 64 bits. */
    private String number(DType dtype) {
      String type = ClTypes.name(dtype);
      String name = "n" + count++;
      String parameter = dtype.isFloating() ? type : "long";
      numbers.append("const ").append(parameter).append(" given_").append(name).append(", ");
      declare("const ", dtype, name, "(VEC(" + type + "))((" + type + ")given_" + name + ")");
      return name;
    }

    private void step(Step step) {
      macros.put("STEPS", "1");
      List<String> arguments = new ArrayList<>();
      for (int k = 0; k < step.state().size(); k++) {
        declare("", step.state().get(k).dtype(), "s" + k, write(step.state().get(k)));
        arguments.add("&s" + k);
      }
      step.others().forEach(t -> arguments.add(write(t)));
      DType type = step.state().get(0).dtype();
      body.append(step.function().text(arguments, type, type)).append("; ");
    }

    private void declare(String modifier, DType dtype, String name, String value) {
      body.append(modifier).append("VEC(").append(ClTypes.name(dtype)).append(") ");
      body.append(name).append(" = ").append(value).append("; ");
    }
  }
}
