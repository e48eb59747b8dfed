package dev.assay.formats.event;

import dev.assay.engine.ValueException;
import java.util.List;

/**
 * A record of an event file.
 *
 * @param wallTime when it was written, in seconds since 1970
 * @param step the step of training it belongs to
 * @param content what it says
 */
public record Event(double wallTime, long step, Content content) {
  /** Checks that there is a content. */
  public Event {
    ValueException.requireGiven(content, "event: the content");
  }

  /** What an event says. */
  public sealed interface Content {}

  /** The version of the file, in its first event: {@code brain.Event:2}. */
  public record FileVersion(String version) implements Content {}

  /** Values to show. */
  public record Values(List<SummaryValue> values) implements Content {
    /** Copies the list. */
    public Values {
      values = List.copyOf(values);
    }

    /** The values that are numbers. */
    public List<SummaryValue.Scalar> scalars() {
      return values.stream()
          .filter(SummaryValue.Scalar.class::isInstance)
          .map(SummaryValue.Scalar.class::cast)
          .toList();
    }
  }

  /** The graph of the computation. */
  public record GraphListing(List<GraphNode> nodes) implements Content {
    /** Copies the list. */
    public GraphListing {
      nodes = List.copyOf(nodes);
    }
  }

  /** A line of a log. */
  public record Log(String level, String message) implements Content {}

  /**
   * Something that happened to the session.
   *
   * @param status START, STOP or CHECKPOINT
   */
  public record SessionLog(String status, String checkpointPath, String message)
      implements Content {}

  /**
   * A message that is kept as it is.
   *
   * @param kind {@code meta_graph_def}, {@code tagged_run_metadata}, or {@code none}
   * @param size its bytes
   */
  public record Other(String kind, int size) implements Content {}
}
