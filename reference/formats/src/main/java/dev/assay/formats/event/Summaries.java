package dev.assay.formats.event;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Session;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is to be shown of a graph at every step: TensorFlow 1's summary operations and {@code
 * merge_all}. It is filled while the graph is built; then each {@link #run} gives the values of one
 * step, all from one run of the session.
 *
 * <pre>{@code
 * Summaries summaries = new Summaries().scalar("loss", loss).histogram("weights", w);
 * writer.add(summaries.run(session, feeds), step);
 * }</pre>
 *
 * <p>Where a step trains and shows at once, {@link #fetches} are fetched together with what else is
 * wanted, and {@link #values} makes the values of what they were. For one thread.
 */
public final class Summaries {
  /** One thing to show, and how its value becomes what is shown. */
  private record Item(Tensor fetch, Function<Tensor, List<SummaryValue>> show) {}

  private final List<Item> items = new ArrayList<>();

  /** Nothing to show. */
  public Summaries() {}

  private Summaries add(String tag, Tensor fetch, Function<Tensor, List<SummaryValue>> show) {
    ValueException.requireGiven(tag, "summary: the tag");
    ValueException.requireGiven(fetch, "summary: the tensor of " + tag);
    items.add(new Item(fetch, show));
    return this;
  }

  /** A number over the steps. */
  public Summaries scalar(String tag, Tensor value) {
    return add(tag, value, v -> List.of(SummaryValue.scalar(tag, v)));
  }

  /** The distribution of the elements over the steps. */
  public Summaries histogram(String tag, Tensor values) {
    return add(tag, values, v -> List.of(SummaryValue.histogram(tag, v)));
  }

  /** The first {@code maxOutputs} of a batch of images, {@code [n, height, width, channels]}. */
  public Summaries images(String tag, Tensor images, int maxOutputs) {
    return add(tag, images, v -> SummaryValue.images(tag, v, maxOutputs));
  }

  /** Strings; of a matrix the viewer makes a table. */
  public Summaries text(String tag, Tensor text) {
    if (ValueException.requireGiven(text, "summary: the text").dtype() != DType.STRING) {
      throw new DTypeException("summary " + tag + ": text is of strings, got " + text.dtype());
    }
    return add(tag, text, v -> List.of(SummaryValue.text(tag, v)));
  }

  /** What a run has to fetch, in the order in which things were added. */
  public List<Tensor> fetches() {
    return items.stream().map(Item::fetch).toList();
  }

  /** What is shown of the values that {@link #fetches} had in a run. */
  public List<SummaryValue> values(List<? extends Tensor> fetched) {
    ValueException.requireGiven(fetched, "summary: the list of fetched values");
    if (fetched.size() != items.size()) {
      throw new ValueException(
          "summary: " + items.size() + " values are shown, got " + fetched.size());
    }
    List<SummaryValue> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      values.addAll(items.get(i).show.apply(fetched.get(i)));
    }
    return List.copyOf(values);
  }

  /** Runs all that is shown, and gives its values. */
  public List<SummaryValue> run(Session session, Map<? extends Tensor, ? extends Tensor> feeds) {
    return values(ValueException.requireGiven(session, "summary: session").run(fetches(), feeds));
  }
}
