package dev.assay.formats.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** Any bytes are events or a format error. */
class EventFuzzTest {
  @FuzzTest
  void file(byte[] bytes) {
    try (EventReader reader = EventReader.of("memory", new ByteArrayInputStream(bytes))) {
      Optional<Event> event = reader.next();
      while (event.isPresent()) {
        event = reader.next();
      }
    } catch (FormatException e) {
      return;
    }
  }

  /** What a record holds, past its checksum; what was read can be written and read again. */
  @FuzzTest
  void event(byte[] bytes) {
    Event event;
    try {
      event = EventProtos.read(bytes, "memory");
    } catch (FormatException e) {
      return;
    }
    if (event.content() instanceof Event.Values v) {
      byte[] written =
          dev.assay.protos.Event.newBuilder()
              .setSummary(EventProtos.summary(v.values()))
              .build()
              .toByteArray();
      Event.Values again = (Event.Values) EventProtos.read(written, "written").content();
      assertEquals(
          v.values().stream().map(SummaryValue::tag).toList(),
          again.values().stream().map(SummaryValue::tag).toList());
    }
  }
}
