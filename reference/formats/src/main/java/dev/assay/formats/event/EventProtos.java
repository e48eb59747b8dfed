package dev.assay.formats.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.engine.AssayException;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Messages;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.GraphDef;
import dev.assay.protos.HistogramProto;
import dev.assay.protos.Summary;
import dev.assay.protos.SummaryMetadata;
import java.util.ArrayList;
import java.util.List;

/** Events and summaries to and from protocol buffers. */
final class EventProtos {
  private static final String TEXT = "text";
  private static final String SCALARS = "scalars";

  private EventProtos() {}

  /** The message of some values. */
  static Summary summary(List<SummaryValue> values) {
    Summary.Builder summary = Summary.newBuilder();
    for (SummaryValue value : values) {
      summary.addValue(value(value));
    }
    return summary.build();
  }

  private static Summary.Value value(SummaryValue value) {
    Summary.Value.Builder b = Summary.Value.newBuilder().setTag(value.tag());
    if (value instanceof SummaryValue.Scalar s) {
      b.setSimpleValue((float) s.value());
    } else if (value instanceof SummaryValue.Histogram h) {
      b.setHisto(histogram(h.data()));
    } else if (value instanceof SummaryValue.Image i) {
      b.setImage(
          Summary.Image.newBuilder()
              .setHeight(i.height())
              .setWidth(i.width())
              .setColorspace(i.channels())
              .setEncodedImageString(bytes(i.file())));
    } else if (value instanceof SummaryValue.Text t) {
      b.setTensor(TensorProtos.of(t.text())).setMetadata(plugin(TEXT));
    } else if (value instanceof SummaryValue.TensorValue t) {
      b.setTensor(TensorProtos.of(t.value())).setMetadata(plugin(t.plugin()));
    } else if (value instanceof SummaryValue.Audio a) {
      b.setAudio(
          Summary.Audio.newBuilder()
              .setSampleRate((float) a.sampleRate())
              .setNumChannels(a.channels())
              .setLengthFrames(a.frames())
              .setEncodedAudioString(bytes(a.file()))
              .setContentType(a.contentType()));
    }
    return b.build();
  }

  private static ByteString bytes(Tensor file) {
    return ByteString.copyFrom(file.host().bytes()[0]);
  }

  private static SummaryMetadata plugin(String name) {
    return SummaryMetadata.newBuilder()
        .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName(name))
        .build();
  }

  private static HistogramProto histogram(HistogramData h) {
    return HistogramProto.newBuilder()
        .setMin(h.min())
        .setMax(h.max())
        .setNum(h.count())
        .setSum(h.sum())
        .setSumSquares(h.sumOfSquares())
        .addAllBucketLimit(h.limits())
        .addAllBucket(h.buckets())
        .build();
  }

  /**
   * The event that the bytes of a record hold.
   *
   * @param what names the record in messages
   */
  static Event read(byte[] record, String what) {
    try {
      return Messages.read(
          what,
          "an event",
          () -> {
            dev.assay.protos.Event event = dev.assay.protos.Event.parseFrom(record);
            return new Event(event.getWallTime(), event.getStep(), content(event, what));
          });
    } catch (FormatException e) {
      throw e;
    } catch (AssayException e) {
      throw new FormatException(what + ": " + e.getMessage(), e);
    }
  }

  private static Event.Content content(dev.assay.protos.Event event, String what)
      throws InvalidProtocolBufferException {
    return switch (event.getWhatCase()) {
      case FILE_VERSION -> new Event.FileVersion(event.getFileVersion());
      case GRAPH_DEF -> GraphDefs.read(GraphDef.parseFrom(event.getGraphDef()));
      case SUMMARY -> new Event.Values(values(event.getSummary(), what));
      case LOG_MESSAGE ->
          new Event.Log(
              event.getLogMessage().getLevel().name(), event.getLogMessage().getMessage());
      case SESSION_LOG ->
          new Event.SessionLog(
              event.getSessionLog().getStatus().name(),
              event.getSessionLog().getCheckpointPath(),
              event.getSessionLog().getMsg());
      case META_GRAPH_DEF -> new Event.Other("meta_graph_def", event.getMetaGraphDef().size());
      case TAGGED_RUN_METADATA ->
          new Event.Other(
              "tagged_run_metadata", event.getTaggedRunMetadata().getRunMetadata().size());
      case WHAT_NOT_SET -> new Event.Other("none", 0);
    };
  }

  private static List<SummaryValue> values(Summary summary, String what) {
    List<SummaryValue> values = new ArrayList<>();
    for (Summary.Value v : summary.getValueList()) {
      values.add(value(v, what + ", value " + v.getTag()));
    }
    return values;
  }

  private static SummaryValue value(Summary.Value v, String what) {
    String tag = v.getTag();
    return switch (v.getValueCase()) {
      case SIMPLE_VALUE -> new SummaryValue.Scalar(tag, v.getSimpleValue());
      case HISTO -> new SummaryValue.Histogram(tag, histogram(v.getHisto()));
      case IMAGE -> {
        Summary.Image i = v.getImage();
        Tensor file = SummaryValue.file(i.getEncodedImageString().toByteArray());
        yield new SummaryValue.Image(tag, i.getHeight(), i.getWidth(), i.getColorspace(), file);
      }
      case AUDIO -> {
        Summary.Audio a = v.getAudio();
        Tensor file = SummaryValue.file(a.getEncodedAudioString().toByteArray());
        yield new SummaryValue.Audio(
            tag,
            a.getSampleRate(),
            a.getNumChannels(),
            a.getLengthFrames(),
            file,
            a.getContentType());
      }
      case TENSOR -> tensor(v, TensorProtos.read(v.getTensor(), what));
      case OBSOLETE_OLD_STYLE_HISTOGRAM, VALUE_NOT_SET -> new SummaryValue.Unknown(tag);
    };
  }

  private static SummaryValue tensor(Summary.Value v, Tensor value) {
    String plugin = v.getMetadata().getPluginData().getPluginName();
    if (plugin.equals(TEXT) && value.dtype() == DType.STRING) {
      return new SummaryValue.Text(v.getTag(), value);
    }
    boolean real = value.dtype().isFloating() || value.dtype().isInteger();
    return plugin.equals(SCALARS) && real && value.size() == 1
        ? new SummaryValue.Scalar(v.getTag(), value.toDouble())
        : new SummaryValue.TensorValue(v.getTag(), value, plugin);
  }

  private static HistogramData histogram(HistogramProto h) {
    return new HistogramData(
        h.getMin(),
        h.getMax(),
        h.getNum(),
        h.getSum(),
        h.getSumSquares(),
        h.getBucketLimitList(),
        h.getBucketList());
  }
}
