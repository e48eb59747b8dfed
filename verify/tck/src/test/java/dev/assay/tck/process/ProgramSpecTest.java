package dev.assay.tck.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.PrecisionClass;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramSpecTest {
  @Test
  void settingsStandBeforeTheCommand() {
    assertEquals(ProgramSpec.of("a: b,c=d"), ProgramSpec.parse("exec:a: b,c=d"));
    ProgramSpec all = ProgramSpec.parse("exec,class=ftz32,limit=5,processes=1:x --y");
    assertEquals("x --y", all.command());
    assertEquals(Optional.of(PrecisionClass.FTZ32), all.precision());
    assertEquals(Duration.ofSeconds(5), all.limit());
    assertEquals(1, all.processes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec:a b", "exec,class=RN32:a", "exec,limit=5,processes=2:a 'b'"})
  void whatIsWrittenReadsBack(String text) {
    assertEquals(text, ProgramSpec.parse(text).toString());
  }

  @Test
  void otherBackendsAreNoPrograms() {
    assertTrue(ProgramSpec.isMeant("exec,x"));
    assertFalse(ProgramSpec.isMeant("executor"));
    assertFalse(ProgramSpec.isMeant("reference"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: | a program is exec:COMMAND",
        "exec,class=RN32 | a program is exec:COMMAND",
        "exec,class=RN33:a | unknown class \"RN33\", known: [REFERENCE,",
        "exec,limit=0:a | limit, in seconds, must be a number from 1 to 1000000, got \"0\"",
        "exec,limit=x:a | got \"x\"",
        "exec,processes=-1:a | processes must be",
        "exec,speed=1:a | settings are class=, limit= and processes=, got \"speed=1\"",
        "exec,:a | settings are",
      })
  void whatIsWrongIsSaid(String text, String says) {
    String message = assertThrows(ValueException.class, () -> ProgramSpec.parse(text)).getMessage();
    assertTrue(message.contains(says), message);
  }
}
