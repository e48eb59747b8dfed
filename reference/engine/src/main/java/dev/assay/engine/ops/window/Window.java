package dev.assay.engine.ops.window;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a window slides, for convolutions and pools: padding, strides, dilations and where the
 * channels stand. Immutable: {@code Window.same().strides(2).channelsFirst()}.
 *
 * <p>Strides and dilations are 1 unless given; one number is for every spatial axis. Channels are
 * last unless given.
 */
public final class Window {
  private final Attributes attrs;
  private final boolean first;

  private Window(Attributes attrs, boolean first) {
    this.attrs = attrs;
    this.first = first;
  }

  private static Window padding(String padding) {
    return new Window(Attributes.of("padding", padding), false);
  }

  /** No padding. */
  public static Window valid() {
    return padding("VALID");
  }

  /** {@code ⌈input/stride⌉} windows; the odd position of padding goes behind. */
  public static Window same() {
    return padding("SAME");
  }

  /** Every window that touches the input. */
  public static Window full() {
    return padding("FULL");
  }

  /** Windows that end at an input position: padding in front only. */
  public static Window causal() {
    return padding("CAUSAL");
  }

  /** Padding before and after each spatial axis: {@code explicit(top, bottom, left, right)}. */
  public static Window explicit(int... paddings) {
    Attributes explicit = padding("EXPLICIT").attrs;
    return new Window(explicit.and("explicit_paddings", list(paddings, "paddings")), false);
  }

  private static List<Integer> list(int[] given, String what) {
    ValueException.requireGiven(given, "window: the list of " + what);
    return Arrays.stream(given).boxed().toList();
  }

  /** From one window to the next: one for all spatial axes or one for each. */
  public Window strides(int... strides) {
    return new Window(attrs.and("strides", list(strides, "strides")), first);
  }

  /** From one cell of a window to the next: one for all spatial axes or one for each. */
  public Window dilations(int... dilations) {
    return new Window(attrs.and("dilations", list(dilations, "dilations")), first);
  }

  /** Channels stand second: NCW, NCHW, NCDHW. */
  public Window channelsFirst() {
    return new Window(attrs, true);
  }

  /** Channels stand last: NWC, NHWC, NDHWC. */
  public Window channelsLast() {
    return new Window(attrs, false);
  }

  /** As attributes of an operation over {@code n} spatial axes. */
  static Attributes attributes(Window window, int n) {
    ValueException.requireGiven(window, "window: the window");
    return window.attrs.andIf(
        "data_format",
        window.first ? Optional.of(WindowAttrs.formats(n).get(1)) : Optional.empty());
  }

  @Override
  public String toString() {
    return "window" + (first ? " channels first " : " ") + attrs;
  }
}
