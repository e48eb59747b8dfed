package dev.assay.engine.tensor;

import java.util.function.IntFunction;

/**
 * Prints tensors as {@code str} of a NumPy array does (version 1.14 and later, its default
 * options): shortest digits, columns aligned, lines of at most 75 characters, only the first and
 * last three of each dimension where there are more than 1000 elements.
 */
final class TensorFormat {
  private static final int LINE_WIDTH = 75;
  private static final int SUMMARY_ABOVE = 1000;
  private static final int EDGE = 3;
  private static final String DOTS = "...";

  private final int edge;
  private final Shape shape;
  private final int[] strides;
  private final boolean summary;
  private final IntFunction<String> cell;

  private TensorFormat(Tensor tensor, int above, int edge) {
    this.edge = edge;
    this.shape = tensor.shape();
    this.strides = Index.strides(shape);
    this.summary = tensor.size() > above;
    this.cell = cells(tensor.host(), shown());
  }

  static String format(Tensor tensor) {
    return format(tensor, SUMMARY_ABOVE, EDGE);
  }

  /** Only the first and last {@code edge} of each dimension; all if it is negative. */
  static String summary(Tensor tensor, int edge) {
    return format(tensor, edge < 0 ? Integer.MAX_VALUE : 0, edge);
  }

  private static String format(Tensor tensor, int above, int edge) {
    if (tensor.rank() == 0) {
      return scalar(tensor.host());
    }
    return tensor.size() == 0
        ? "[]"
        : new TensorFormat(tensor, above, edge).level(0, 0, " ", LINE_WIDTH);
  }

  private static String scalar(HostStorage host) {
    return switch (host.dtype()) {
      case STRING -> bytes(host.bytes()[0]);
      case BOOL -> host.longs()[0] != 0 ? "True" : "False";
      case INT8, INT16, INT32, INT64, UINT8 -> Long.toString(host.longs()[0]);
      case COMPLEX64, COMPLEX128 -> complexScalar(host);
      default -> FloatColumn.scalar(host.doubles()[0], host.dtype());
    };
  }

  private static String complexScalar(HostStorage host) {
    double re = host.doubles()[0];
    double im = host.doubles()[1];
    String imaginary = withoutPointZero(FloatColumn.scalar(im, host.dtype())) + "j";
    if (Double.doubleToRawLongBits(re) == 0) {
      return imaginary;
    }
    String plus = imaginary.startsWith("-") ? "" : "+";
    String real = withoutPointZero(FloatColumn.scalar(re, host.dtype()));
    return "(" + real + plus + imaginary + ")";
  }

  /** Python leaves a part's {@code .0} out. */
  private static String withoutPointZero(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  /** How each element prints; the widths are those of the elements shown. */
  private static IntFunction<String> cells(HostStorage host, int[] shown) {
    HostStorage part = host.select(shown, host);
    return switch (host.dtype()) {
      case STRING -> i -> bytes(host.bytes()[i]);
      case BOOL -> {
        long[] v = host.longs();
        yield i -> v[i] != 0 ? " True" : "False";
      }
      case INT8, INT16, INT32, INT64, UINT8 -> {
        long[] v = host.longs();
        int width = 0;
        for (long x : part.longs()) {
          width = Math.max(width, Long.toString(x).length());
        }
        String pad = " ".repeat(width);
        yield i -> {
          String text = Long.toString(v[i]);
          return pad.substring(text.length()) + text;
        };
      }
      case COMPLEX64, COMPLEX128 -> complexCells(host.doubles(), part.doubles(), host.dtype());
      default -> {
        double[] v = host.doubles();
        FloatColumn column = new FloatColumn(part.doubles(), host.dtype(), false);
        yield i -> column.format(v[i]);
      }
    };
  }

  private static IntFunction<String> complexCells(double[] all, double[] shown, DType dtype) {
    double[] re = new double[shown.length / 2];
    double[] im = new double[shown.length / 2];
    for (int i = 0; i < re.length; i++) {
      re[i] = shown[2 * i];
      im[i] = shown[2 * i + 1];
    }
    FloatColumn real = new FloatColumn(re, dtype, false);
    FloatColumn imaginary = new FloatColumn(im, dtype, true);
    return i -> {
      String text = imaginary.format(all[2 * i + 1]);
      String trimmed = text.stripTrailing();
      return real.format(all[2 * i]) + trimmed + "j" + text.substring(trimmed.length());
    };
  }

  /** Python's notation of a byte string. */
  private static String bytes(byte[] value) {
    boolean single = false;
    boolean twofold = false;
    for (byte b : value) {
      single |= b == '\'';
      twofold |= b == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    StringBuilder s = new StringBuilder("b").append(quote);
    for (byte b : value) {
      switch (b) {
        case '\t' -> s.append("\\t");
        case '\n' -> s.append("\\n");
        case '\r' -> s.append("\\r");
        case '\\' -> s.append("\\\\");
        default -> {
          if (b == quote) {
            s.append('\\').append(quote);
          } else if (b >= ' ' && b < 0x7F) {
            s.append((char) b);
          } else {
            s.append("\\x").append(Character.forDigit((b >> 4) & 15, 16));
            s.append(Character.forDigit(b & 15, 16));
          }
        }
      }
    }
    return s.append(quote).toString();
  }

  /** The offsets of the elements that are printed. */
  private int[] shown() {
    int[] at = {0};
    for (int d = 0; d < shape.rank(); d++) {
      int n = shape.dim(d);
      boolean cut = isCut(n);
      int keep = cut ? 2 * edge : n;
      int[] next = new int[at.length * keep];
      for (int i = 0; i < next.length; i++) {
        int k = i % keep;
        next[i] = at[i / keep] + strides[d] * (cut && k >= edge ? n - 2 * edge + k : k);
      }
      at = next;
    }
    return at;
  }

  private boolean isCut(int n) {
    return summary && n > 2L * edge;
  }

  /**
   * Dimension {@code axis} from offset {@code base} on, in brackets.
   *
   * @param indent of continuation lines: one blank per bracket that is open
   * @param width left for the line, less one per bracket that will close
   */
  private String level(int axis, int base, String indent, int width) {
    return axis == shape.rank() - 1
        ? row(axis, base, indent, width)
        : rows(axis, base, indent, width);
  }

  /** The innermost dimension: elements wrapped into lines. */
  private String row(int axis, int base, String indent, int width) {
    int n = shape.dim(axis);
    StringBuilder done = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < n; i++) {
      boolean skip = isCut(n) && i == edge;
      String word = skip ? DOTS : cell.apply(base + i * strides[axis]);
      if (line.length() + word.length() > width - 1 && line.length() > indent.length()) {
        done.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(indent);
      }
      line.append(word);
      if (i < n - 1) {
        line.append(' ');
      }
      i = skip ? n - edge - 1 : i;
    }
    return "[" + done.append(line).substring(indent.length()) + "]";
  }

  /** An outer dimension: its parts below each other, blank lines between blocks. */
  private String rows(int axis, int base, String indent, int width) {
    int n = shape.dim(axis);
    String gap = "\n".repeat(shape.rank() - axis - 1);
    StringBuilder s = new StringBuilder("[");
    for (int i = 0; i < n; i++) {
      boolean skip = isCut(n) && i == edge;
      s.append(i > 0 ? indent : "");
      s.append(skip ? DOTS : level(axis + 1, base + i * strides[axis], indent + " ", width - 1));
      s.append(i < n - 1 ? gap : "");
      i = skip ? n - edge - 1 : i;
    }
    return s.append("]").toString();
  }
}
