package dev.assay.tck.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do as they should, and every other way: an answer or a typed error, in time. */
@Timeout(60)
class ProcessBackendTest {
  private static final Call NEG = neg(1, 2);

  /** {@code neg} of 1, 2. */
  private static final String RIGHT =
      "{\"id\":%s,\"outputs\":[{\"dtype\":\"float32\",\"shape\":[2],\"data\":[-1,-2.0]}]}";

  private static final String UNKNOWN =
      "{\"id\":%s,\"error\":{\"kind\":\"format\",\"message\":\"?\"}}";

  @TempDir private Path folder;

  private static Call neg(double... x) {
    return call("neg", Tensor.of(DType.FLOAT32, Shape.of(x.length), x));
  }

  private static Call call(String op, Tensor... inputs) {
    return Call.of(OpRegistry.get(op), List.of(inputs), Attributes.none());
  }

  /**
   * A program of the shell alone: it answers every line with {@code answer}, in which {@code %s}
   * stands for the id.
   */
  private static String answering(String capabilities, String answer) {
    return "while read -r line; do id=${line#*:}; id=${id%%,*}; case $line in *capabilities*) "
        + print(capabilities)
        + ";; *) "
        + print(answer)
        + ";; esac; done";
  }

  private static String print(String answer) {
    return "printf '" + answer + "\\n' \"$id\"";
  }

  private static ProcessBackend start(String command) {
    return ProcessBackend.start(ProgramSpec.of(command).with(Duration.ofSeconds(20)));
  }

  private static ProcessBackend impatient(String command) {
    return ProcessBackend.start(ProgramSpec.of(command).with(Duration.ofMillis(700)));
  }

  private static AssayException error(ProcessBackend program, Call call) {
    assertTrue(program.capability(call).isSupported(), "a lost answer is no declaration");
    return assertThrows(AssayException.class, () -> program.run(call));
  }

  @Test
  void aProgramThatKnowsCallsAloneIsTakenAsItComes() {
    try (ProcessBackend program = start(answering(UNKNOWN, RIGHT))) {
      assertEquals("[-1. -2.]", program.run(NEG).get(0).toString());
      assertEquals(PrecisionClass.RN32, program.precision());
      assertEquals(Accuracy.STRICT, program.accuracy());
      assertEquals("", program.driver());
      assertEquals(List.of("/exec:0"), program.devices());
    }
  }

  @Test
  void capabilityAndRunAreOneQuestion() throws IOException {
    Path log = folder.resolve("log");
    try (ProcessBackend program =
        start(
            answering(UNKNOWN, RIGHT)
                .replace("case ", "printf '%s\\n' \"$line\" >>" + log + "; case "))) {
      assertTrue(program.capability(NEG).isSupported());
      assertTrue(program.capability(neg(1, 2)).isSupported());
      program.run(NEG);
      assertEquals(2, Files.readAllLines(log).size(), "capabilities, and one call");
      program.run(NEG);
      assertEquals(3, Files.readAllLines(log).size(), "an answer is handed out once");
    }
  }

  @Test
  void aProgramSaysWhatItIs() {
    String says =
        "{\"id\":%s,\"capabilities\":{\"name\":\"mine 1.0\",\"precision\":\"TF32\","
            + "\"accuracy\":{\"float32\":{\"exp\":4}},\"ops\":[\"neg\",\"add\"],"
            + "\"dtypes\":[\"float32\"],\"gradients\":[\"neg\"]}}";
    String command = answering(says, RIGHT);
    try (ProcessBackend program = start(command)) {
      assertEquals("exec,limit=20:" + command, program.name());
      assertEquals("mine 1.0", program.driver());
      assertEquals(PrecisionClass.TF32, program.precision());
      assertEquals(4, program.accuracy().ulps(Elementary.EXP, DType.FLOAT32));
      assertEquals(1, program.accuracy().ulps(Elementary.LOG, DType.FLOAT32));
      assertTrue(program.capability(NEG).isSupported());
      assertEquals(
          Capability.unsupported("the program does not list the operation"),
          program.capability(call("exp", Tensor.of(1f))));
      assertEquals(
          Capability.unsupported("the program does not list float64"),
          program.capability(call("neg", Tensor.of(1.0))));
    }
    ProgramSpec otherwise = ProgramSpec.of(answering(says, RIGHT)).with(PrecisionClass.BF16);
    try (ProcessBackend program = ProcessBackend.start(otherwise)) {
      assertEquals(PrecisionClass.BF16, program.precision(), "the user's word is the last");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | must be an object",
        "{\"precision\":\"RN33\"} | precision must be one of [REFERENCE, RN32,",
        "{\"precision\":7} | precision must be one of",
        "{\"presicion\":\"RN32\"} | unknown field presicion",
        "{\"ops\":[\"mutmul\"]} | unknown op \"mutmul\", nearest: matmul",
        "{\"ops\":\"matmul\"} | ops must be a list of texts",
        "{\"ops\":[3]} | ops must be a list of texts",
        "{\"dtypes\":[\"float31\"]} | float31",
        "{\"gradients\":3} | gradients must be a list",
        "{\"name\":3} | name must be a text",
        "{\"accuracy\":{\"float16\":{}}} | accuracy must have the fields",
        "{\"accuracy\":{\"float32\":{\"expp\":1}}} | a function of accuracy must be one of",
        "{\"accuracy\":{\"float32\":{\"exp\":-1}}} | accuracy of exp must be a number",
        "{\"accuracy\":{\"float32\":{\"exp\":1e999}}} | accuracy of exp must be a number",
        "{\"accuracy\":{\"float32\":{\"exp\":\"NaN\"}}} | accuracy of exp must be a number",
      })
  void wrongCapabilitiesAreAnError(String capabilities, String says) {
    AssayException e =
        assertThrows(
            AssayException.class,
            () -> start(answering("{\"id\":%s,\"capabilities\":" + capabilities + "}", RIGHT)));
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @Test
  void whoDiesOfTheQuestionWhatItIsIsStartedAgainWithoutIt() {
    try (ProcessBackend program =
        start(answering(UNKNOWN, RIGHT).replace(print(UNKNOWN), "exit 1"))) {
      assertEquals("[-1. -2.]", program.run(NEG).get(0).toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unsupported | no such thing | no such thing",
        "unsupported | | the program says so",
        "unknown_op | what? | the program does not know the operation",
      })
  void whatAProgramDoesNotDoItDeclares(String kind, String message, String reason) {
    String answer =
        "{\"id\":%s,\"error\":{\"kind\":\""
            + kind
            + "\",\"message\":\""
            + (message == null ? "" : message)
            + "\"}}";
    try (ProcessBackend program = start(answering(UNKNOWN, answer))) {
      assertEquals(Capability.unsupported(reason), program.capability(NEG));
      BackendException e = assertThrows(BackendException.class, () -> program.run(NEG));
      assertTrue(e.isUnsupported());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shape", "dtype", "attribute", "value", "format", "backend", "odd"})
  void whoRefusesAValidCallIsWrong(String kind) {
    String answer =
        "{\"id\":%s,\"error\":{\"kind\":\""
            + kind
            + "\",\"constraint\":null,\"message\":\"not with me\"}}";
    try (ProcessBackend program = start(answering(UNKNOWN, answer))) {
      AssayException e = error(program, NEG);
      assertEquals(kind.equals("odd") ? "backend" : kind, e.kind());
      assertEquals(
          "neg: the program refuses a valid call, " + kind + ": not with me", e.getMessage());
      assertEquals(Optional.empty(), e.constraint());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"outputs\":[] | the answer must have a list of 1 outputs, got []",
        "\"outputs\":3 | the answer must have a list of 1 outputs, got 3",
        "\"output\":3 | has the field output",
        "\"x\":3 | has the field x",
        "\"outputs\":[[1,2]],\"gradients\":{} | has the field gradients",
        "\"outputs\":[[1,2],[1,2]] | the answer must have a list of 1 outputs",
        "\"outputs\":[[1,2,3]] | output 0 has shape [3], must have [2]",
        "\"outputs\":[[[1,2]]] | output 0 has shape [1,2], must have [2]",
        "\"outputs\":[{\"dtype\":\"float64\",\"data\":[1,2]}] | is float64, must be float32",
        "\"outputs\":[{\"dtype\":\"x\",\"data\":[1,2]}] | output 0: ",
        "\"outputs\":[{\"shape\":[2]}] | data is missing",
        "\"outputs\":[{\"shape\":[2147483639],\"data\":[1]}] | holds 2147483639 elements",
        "\"outputs\":[{\"shape\":[99999999999],\"data\":[1]}] | output 0: ",
        "\"outputs\":[{\"shape\":[-1],\"data\":[1]}] | negative",
        "\"outputs\":[{\"shape\":[65536,65536],\"data\":[1]}] | output 0: ",
        "\"outputs\":[{\"shape\":[2],\"data\":[1,2],\"z\":1}] | unknown field z",
        "\"outputs\":[[\"nan\",1]] | element 0 is no float32, got \"nan\"",
        "\"outputs\":[[null,1]] | element 0 is no float32, got null",
        "\"outputs\":[[true,1]] | element 0 is no float32, got true",
        "\"outputs\":[[\"1\",1]] | element 0 is no float32, got \"1\"",
        "\"outputs\":[[[1],1]] | ragged",
        "\"outputs\":[null] | output 0",
        "\"error\":{} | an error must have a kind",
        "\"error\":3 | an error must have a kind",
      })
  void wrongShapesTypesAndNumbersAreErrors(String fields, String says) {
    try (ProcessBackend program = start(answering(UNKNOWN, "{\"id\":%s," + fields + "}"))) {
      AssayException e = error(program, NEG);
      assertTrue(
          e.getMessage().startsWith("neg: ") && e.getMessage().contains(says), e.getMessage());
      assertFalse(e instanceof BackendException b && b.reason() != Reason.FAILED, "still alive");
    }
  }

  @Test
  void longNamesMakeShortMessages() {
    String answer =
        "{\"id\":%s,\"outputs\":[{\"data\":1,\"" + "\u001b[31m".repeat(2000) + "\":1}]}";
    try (ProcessBackend program =
        start(answering(UNKNOWN, answer.replace("\u001b", "\\\\u001b")))) {
      String message = error(program, NEG).getMessage();
      assertTrue(message.length() < 500 && !message.contains("\u001b"), message);
    }
  }

  @Test
  void infinitiesAndNaNAreWhatTheyAre() {
    String answer = "{\"id\":%s,\"outputs\":[[\"NaN\",NaN,\"-Infinity\",1e999,-0]]}";
    try (ProcessBackend program = start(answering(UNKNOWN, answer))) {
      double[] y = program.run(neg(1, 2, 3, 4, 5)).get(0).toDoubles();
      assertEquals(Double.NaN, y[0]);
      assertEquals(Double.NaN, y[1]);
      assertEquals(Double.NEGATIVE_INFINITY, y[2]);
      assertEquals(Double.POSITIVE_INFINITY, y[3]);
      assertEquals(-0.0, y[4]);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 3 | ended with status 3",
        "echo sorry >&2; kill -9 $$ | ended with status 137, signal 9",
        "echo sorry >&2; exit 1 | the end of its standard error: sorry",
        "read -r a; exit 0 | ended with status 0 before it answered",
        "read -r a; printf '{\"id\":2'; exit 0 | ended with status 0 within its answer",
        "echo Welcome!; cat >/dev/null | answered with what is no JSON: \"Welcome!\"",
        "yes | answered with what is no JSON: \"y\"",
        "echo; sleep 100 | answered with what is no JSON: \"\"",
        "printf '\\377\\376\\n'; sleep 100 | answered with what is no UTF-8",
        "while read -r a; do echo '[]'; done | answered \"[]\" to request 2, an object",
        "while read -r a; do echo '{\"outputs\":[[1,2]]}'; done | an object with that id is needed",
        "while read -r a; do echo '{\"id\":\"2\"}'; done | an object with that id is needed",
        "while read -r a; do echo '{\"id\":2,\"id\":2}'; done | no JSON",
        "tr '\\0' 'x' </dev/zero | answered with more than the ",
        "exec >&-; cat >/dev/null | closed its standard output before it answered",
      })
  void whoDoesNotKeepToTheProtocolIsLost(String command, String says) {
    try (ProcessBackend program = start(command)) {
      BackendException e = assertInstanceOf(BackendException.class, error(program, NEG));
      assertTrue(
          e.getMessage().startsWith("neg: the program ") && e.getMessage().contains(says),
          e.getMessage());
      assertEquals(Reason.DEVICE_LOST, e.reason());
    }
  }

  @Test
  void deepNestingIsNoJson() {
    String answer = "{\"id\":%s,\"outputs\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    try (ProcessBackend program = start(answering(UNKNOWN, answer))) {
      assertTrue(error(program, NEG).getMessage().contains("no JSON"));
    }
  }

  @Test
  void twoAnswersAreOneTooMany() {
    try (ProcessBackend program = start(answering(UNKNOWN, RIGHT + "\\n" + RIGHT))) {
      // printf repeats its text for each argument that is left: the second id is empty
      String message =
          assertThrows(
                  BackendException.class,
                  () -> {
                    program.run(NEG);
                    program.run(NEG);
                  })
              .getMessage();
      assertTrue(message.contains("JSON") || message.contains("one answer too many"), message);
    }
    String twice =
        answering(UNKNOWN, RIGHT).replace(print(RIGHT), print(RIGHT) + ";" + print(RIGHT));
    try (ProcessBackend program = start(twice)) {
      program.run(NEG);
      String message = assertThrows(BackendException.class, () -> program.run(NEG)).getMessage();
      assertTrue(message.contains("to request 3, one answer too many"), message);
      assertEquals("[-1. -2.]", program.run(NEG).get(0).toString(), "with a new process");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 100",
        "trap '' TERM; sleep 100",
        "printf '{\"id\":'; sleep 100",
        "while :; do echo noise >&2; done",
        "while :; do :; done",
      })
  void whoDoesNotAnswerIsNotWaitedFor(String command) {
    try (ProcessBackend program = impatient(command)) {
      BackendException e = assertInstanceOf(BackendException.class, error(program, NEG));
      assertTrue(
          e.getMessage().startsWith("neg: the program gave no answer in 0.7 s"), e.getMessage());
      assertEquals(Reason.TIMEOUT, e.reason());
    }
  }

  @Test
  void whoDoesNotReadIsNotWaitedFor() {
    try (ProcessBackend program = impatient("sleep 100")) {
      BackendException e =
          assertThrows(BackendException.class, () -> program.run(neg(new double[1 << 18])));
      assertEquals(Reason.TIMEOUT, e.reason());
    }
  }

  @Test
  void whoTalksToStandardErrorIsHeardToTheEnd() {
    String noisy =
        "i=0; while [ $i -lt 3000 ]; do echo 'a warning of forty letters, more or less';"
            + " i=$((i+1)); done >&2; ";
    try (ProcessBackend program = start(noisy + answering(UNKNOWN, RIGHT))) {
      assertEquals("[-1. -2.]", program.run(NEG).get(0).toString());
    }
  }

  @Test
  void anOperationThatCrashesTheProgramIsNotAskedForever() throws IOException {
    Path log = folder.resolve("starts");
    String command =
        "echo >>"
            + log
            + "; "
            + answering(UNKNOWN, RIGHT).replace("case $line in", "case $line in *abs*) exit 9;;");
    try (ProcessBackend program = start(command)) {
      Call abs = call("abs", Tensor.of(DType.FLOAT32, Shape.of(2), 1, 2));
      program.run(NEG);
      for (int i = 0; i < ProgramPool.LOSSES_OF_ONE; i++) {
        assertTrue(error(program, abs).getMessage().contains("ended with status 9"));
        program.run(NEG);
      }
      for (int i = 0; i < 5; i++) {
        BackendException e = assertInstanceOf(BackendException.class, error(program, abs));
        assertEquals(Reason.CLOSED, e.reason());
        assertEquals(
            "abs: not asked again, it cost 3 processes; the program ended with status 9 before it"
                + " answered",
            e.getMessage());
      }
      assertEquals("[-1. -2.]", program.run(NEG).get(0).toString(), "others are");
      assertEquals(1 + ProgramPool.LOSSES_OF_ONE, Files.readAllLines(log).size());
    }
  }

  @Test
  void aProgramThatCrashesTooOftenIsGivenUp() {
    String command =
        answering(UNKNOWN, RIGHT)
            .replace("*) " + print(RIGHT), "*neg*) " + print(RIGHT) + ";; *) exit 9");
    try (ProcessBackend program = start(command)) {
      program.run(NEG);
      int asked = 0;
      for (String op :
          List.of(
              "abs", "exp", "log", "sin", "cos", "tan", "tanh", "sqrt", "square", "relu", "sigmoid",
              "sign")) {
        Call call = call(op, Tensor.of(DType.FLOAT32, Shape.of(2), 1, 2));
        for (int i = 0; i < ProgramPool.LOSSES_OF_ONE; i++) {
          asked +=
              error(program, call).getMessage().contains("ended with status 9 before it answered")
                  ? 1
                  : 0;
        }
      }
      assertEquals(36, asked);
      BackendException e = assertInstanceOf(BackendException.class, error(program, NEG));
      assertEquals(
          "neg: not asked: the program is given up after 30 lost processes; it ended with status 9"
              + " before it answered",
          e.getMessage());
    }
  }

  @Test
  void aProgramThatNeverAnsweredIsGivenUpSoon() {
    try (ProcessBackend program = start("exit 1")) {
      for (String op : List.of("abs", "exp", "log")) {
        error(program, call(op, Tensor.of(1f)));
      }
      assertTrue(
          error(program, NEG)
              .getMessage()
              .startsWith("neg: not asked: the program is given up after 3"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-program-anywhere", "/"})
  void aCommandThatIsNoneIsAnErrorAtOnce(String command) {
    BackendException e = assertThrows(BackendException.class, () -> start(command));
    assertTrue(e.getMessage().startsWith("exec: the program ended with status 12"), e.getMessage());
    assertTrue(e.getMessage().contains("the end of its standard error: "), e.getMessage());
  }

  @Test
  void gradientsOfItsOwnAreAskedForWhereItHasThem() {
    String says = "{\"id\":%s,\"capabilities\":{\"gradients\":true}}";
    String answer =
        "{\"id\":%s,\"outputs\":[[-1,-2]],\"gradients\":{\"x\":{\"dtype\":\"float32\",\"shape\":[2],\"data\":[5,6]}}}";
    List<Tensor> v = List.of(Tensor.of(DType.FLOAT32, Shape.of(2), 1, 1));
    try (ProcessBackend program = start(answering(says, answer))) {
      assertEquals("[5. 6.]", program.vjp(NEG, v, v).get(0).map(Tensor::toString).orElseThrow());
    }
    try (ProcessBackend program = start(answering(UNKNOWN, RIGHT))) {
      assertEquals(
          "[-1. -2.]",
          program.vjp(NEG, v, v).get(0).map(Tensor::toString).orElseThrow(),
          "by rule");
    }
    for (String wrong :
        List.of(
            answer.replace("\"x\"", "\"y\""),
            answer.replace("float32", "float64"),
            answer.replace("[5,6]", "[5,6,7]"),
            RIGHT)) {
      try (ProcessBackend program = start(answering(says, wrong))) {
        assertThrows(AssayException.class, () -> program.vjp(NEG, v, v));
      }
    }
  }

  @Test
  void asManyProcessesAsThreadsOrAsAllowed() throws Exception {
    Path log = folder.resolve("starts");
    String command = "echo >>" + log + "; " + answering(UNKNOWN, RIGHT);
    try (ProcessBackend program =
        ProcessBackend.start(ProgramSpec.parse("exec,processes=1:" + command))) {
      List<Thread> threads =
          Stream.generate(() -> new Thread(() -> program.run(NEG))).limit(4).toList();
      threads.forEach(Thread::start);
      for (Thread t : threads) {
        t.join();
      }
      assertEquals(1, Files.readAllLines(log).size());
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path log = folder.resolve("pids");
    String family =
        "sleep 300 & echo $! >>" + log + "; (sleep 300; echo) & echo $! >>" + log + "; ";
    try (ProcessBackend program = start(family + answering(UNKNOWN, RIGHT))) {
      program.run(NEG);
      assertEquals(2, alive(log));
    }
    for (int i = 0; i < 100 && alive(log) > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, alive(log));
  }

  private static long alive(Path pids) throws IOException {
    return Files.readAllLines(pids).stream()
        .filter(
            pid -> ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false))
        .count();
  }

  @Test
  void aClosedProgramIsNotAsked() {
    ProcessBackend program = start(answering(UNKNOWN, RIGHT));
    program.close();
    program.close();
    assertEquals(
        Reason.CLOSED, assertThrows(BackendException.class, () -> program.run(NEG)).reason());
  }
}
