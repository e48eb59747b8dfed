package dev.assay.engine.ops.array;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between NumPy's brackets as attributes of {@code strided_slice}: entries separated by
 * commas, each {@code 3}, {@code begin:end}, {@code begin:end:stride} with any part left out,
 * {@code ...} or {@code newaxis}.
 */
final class SubscriptText {
  private static final Pattern RANGE =
      Pattern.compile("([+-]?\\d{1,18})?\\s*:\\s*([+-]?\\d{1,18})?\\s*(?::\\s*([+-]?\\d{1,18})?)?");
  private static final Pattern INDEX = Pattern.compile("[+-]?\\d{1,18}");

  private final List<Long> begin = new ArrayList<>();
  private final List<Long> end = new ArrayList<>();
  private final List<Long> strides = new ArrayList<>();
  private long beginMask;
  private long endMask;
  private long ellipsisMask;
  private long newAxisMask;
  private long shrinkMask;

  private SubscriptText() {}

  static Attributes parse(String text) {
    SubscriptText subscripts = new SubscriptText();
    if (!ValueException.requireGiven(text, "strided_slice: the text").isBlank()) {
      for (String entry : text.split(",", -1)) {
        if (!subscripts.add(entry.strip())) {
          throw new AttributeException(
              "strided_slice: a subscript is an index, begin:end:stride, ... or newaxis, got \""
                  + entry.strip()
                  + "\" in \""
                  + text
                  + "\"");
        }
      }
    }
    return subscripts.attributes();
  }

  /** Takes one entry; false if it is none, or one more than a mask has bits. */
  private boolean add(String entry) {
    long bit = 1L << begin.size();
    Matcher range = RANGE.matcher(entry);
    if (begin.size() == Long.SIZE) {
      return false;
    }
    if (entry.equals("...")) {
      ellipsisMask |= bit;
      put(0, 0, 1);
    } else if (entry.equals("newaxis")) {
      newAxisMask |= bit;
      put(0, 0, 1);
    } else if (INDEX.matcher(entry).matches()) {
      shrinkMask |= bit;
      long i = Long.parseLong(entry);
      put(i, i, 1); // the end is not read
    } else if (range.matches()) {
      beginMask |= range.group(1) == null ? bit : 0;
      endMask |= range.group(2) == null ? bit : 0;
      put(part(range, 1, 0), part(range, 2, 0), part(range, 3, 1));
    } else {
      return false;
    }
    return true;
  }

  private static long part(Matcher range, int group, long absent) {
    return range.group(group) == null ? absent : Long.parseLong(range.group(group));
  }

  private void put(long b, long e, long s) {
    begin.add(b);
    end.add(e);
    strides.add(s);
  }

  private Attributes attributes() {
    return Attributes.of("begin", begin)
        .and("end", end)
        .and("strides", strides)
        .and("begin_mask", beginMask)
        .and("end_mask", endMask)
        .and("ellipsis_mask", ellipsisMask)
        .and("new_axis_mask", newAxisMask)
        .and("shrink_axis_mask", shrinkMask);
  }
}
