package dev.assay.learn.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong(-5 * SECOND);
  private final List<Progress.Report> reports = new ArrayList<>();

  private Progress progress(long total, Duration interval) {
    return Progress.of(total, interval, reports::add, clock::get);
  }

  @Test
  void tellsRateAndRemainingTime() {
    Progress p = progress(1000, Duration.ofSeconds(10));
    for (int i = 0; i < 250; i++) {
      clock.addAndGet(SECOND / 10);
      p.step();
    }
    assertEquals(2, reports.size());
    Progress.Report last = reports.get(1);
    assertEquals(200, last.done());
    assertEquals(Duration.ofSeconds(20), last.elapsed());
    assertEquals(10, last.perSecond());
    assertEquals(Optional.of(Duration.ofSeconds(80)), last.remaining());
    assertEquals("200/1000 20 % 10.0/s 1:20 left", last.text());
    assertEquals("250/1000 25 % 10.0/s 1:15 left", p.report().text());
  }

  @Test
  void tellsTheEndInAnyCase() {
    Progress p = progress(3, Duration.ofHours(1));
    p.step(2);
    p.step();
    assertEquals(1, reports.size());
    assertEquals("3/3 100 % 0.0/s 0:00 left", reports.get(0).text());
  }

  @Test
  void withoutARateThereIsNoRemainingTime() {
    Progress p = progress(10, Duration.ZERO);
    assertEquals("0/10 0 % 0.0/s ? left", p.report().text());
    clock.addAndGet(7200 * SECOND);
    p.step();
    assertEquals("1/10 10 % 0.0/s 18:00:00 left", p.report().text());
    assertEquals("0/0 100 % 0.0/s 0:00 left", progress(0, Duration.ZERO).report().text());
  }

  @Test
  void wrongArguments() {
    assertThrows(AttributeException.class, () -> progress(-1, Duration.ZERO));
    assertThrows(AttributeException.class, () -> progress(1, Duration.ofSeconds(-1)));
    assertThrows(ValueException.class, () -> Progress.of(1, Duration.ZERO, null));
    Progress p = progress(1, Duration.ofSeconds(Long.MAX_VALUE));
    assertThrows(AttributeException.class, () -> p.step(2));
    assertThrows(AttributeException.class, () -> p.step(-1));
    p.step();
    assertThrows(AttributeException.class, p::step);
  }
}
