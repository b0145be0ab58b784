// SPDX-License-Identifier: MIT
package blinka4j.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.boards.Boards;
import blinka4j.digitalio.Pull;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimDS3231;
import blinka4j.sim.chips.SimMB85RC256V;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.parts.SimButton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs in CircuitPython's style, in {@code src/test/resources/programs}, on a simulated board. */
class PythonProgramTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/programs");

    private static Engine engine;

    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeAnEngine() {
        engine = PythonProgram.newEngine();
    }

    @AfterAll
    static void closeTheEngine() {
        engine.close();
    }

    @AfterEach
    void closeTheBoard() {
        board.close();
    }

    private int run(Path file, SimBoard on, OutputStream to, List<Path> folders, int lines, String... arguments)
            throws IOException {
        return new PythonProgram(engine, on.blinka(), InputStream.nullInputStream(), to, err, folders, lines, false)
                .run(file, List.of(arguments));
    }

    private int run(String program) throws IOException {
        return run(PROGRAMS.resolve(program), board, out, List.of(), 0);
    }

    /** A program that the test has in its text. */
    private int runText(String text, Path... folders) throws IOException {
        return run(write("code.py", text), board, out, List.of(folders), 0);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> printed() {
        return out.toString(UTF_8).lines().toList();
    }

    private String reported() {
        return err.toString(UTF_8);
    }

    private void assertEndsWell(String program) throws IOException {
        assertThat(run(program)).as(reported()).isZero();
        assertThat(reported()).isEmpty();
    }

    @Test
    void anOutputSwitchesAtTheTimesOfTheBoardsClock() throws Exception {
        SimPin pin = board.pin("D18").resistor(Pull.UP);
        assertEndsWell("blink.py");

        assertThat(printed())
                .containsExactly("2.25 s, 225", "digitalio.Direction.OUTPUT digitalio.DriveMode.OPEN_DRAIN True");
        assertThat(pin.history().stream()
                        .filter(SimPin.Change::level)
                        .map(change -> change.time().toMillis()))
                .contains(0L, 750L, 1500L)
                .doesNotContain(500L, 1250L);
        assertThat(pin.history()).last().extracting(SimPin.Change::level).isEqualTo(true);
        assertThat(pin.isHeld()).as("at the end").isFalse();
    }

    @Test
    void anInputSeesAButtonAndIsFreeAfterwards() throws Exception {
        SimButton button = new SimButton(board, "D4");
        board.clock().after(Duration.ofSeconds(2).toNanos(), () -> button.press(Duration.ofSeconds(1)));
        assertEndsWell("button.py");

        assertThat(printed())
                .containsExactly(
                        "pressed digitalio.Pull.UP",
                        "released",
                        "Object has been deinitialized and can no longer be used. Create a new object.");
        assertThat(board.clock().now()).isBetween(Duration.ofMillis(2990), Duration.ofMillis(3100));
        assertThat(board.pin("D4").isHeld()).isFalse();
    }

    @Test
    void buffersAreReadAndWrittenInPlace() throws Exception {
        new SimMB85RC256V().attachTo(board.i2c(), 0x50);
        assertEndsWell("buffers.py");

        assertThat(printed())
                .containsExactly(
                        "False ['0x50'] True False",
                        "bytearray(b'--abcdefghijklmnopqrst--')",
                        "bytearray(b'--abcdefghijklmnopqrabcd')",
                        "bytearray(b'\\x00\\x11bcdefghij')",
                        "['0x0', '0x6261', '0x6463']",
                        "bytearray(b'B')",
                        "bytes TypeError",
                        "list TypeError",
                        "empty ValueError",
                        "step BufferError",
                        "address ValueError",
                        "probe TypeError",
                        "read TypeError",
                        "write TypeError",
                        "both TypeError",
                        "start TypeError",
                        "end TypeError",
                        "True False");
        assertThat(board.i2c().frequency()).isEqualTo(400_000);
    }

    @Test
    void aDriverOnRegistersOfThisLibraryWorks() throws Exception {
        SimDS3231 chip = new SimDS3231().temperature(-7.25);
        board.i2c().attach(0x68, chip);
        assertEndsWell("own_driver.py");

        assertThat(printed())
                .containsExactly(
                        "True",
                        "(2024, 2, 29, 12, 36, 1, 3)",
                        "(1, 0, 0, 0, 6) secondly",
                        "(1, 0, 0, 12, 6) minutely",
                        "(1, 0, 43, 12, 6) hourly",
                        "(1, 21, 43, 12, 6) daily",
                        "(7, 21, 43, 12, 5) weekly",
                        "(23, 21, 43, 12, 0) monthly",
                        "daily",
                        "secondly is not a supported frequency",
                        "False False",
                        "1 ['0xc', '0x8']",
                        "1",
                        "-5 -7.25 -8",
                        "(18, 52) 2",
                        "AttributeError ()",
                        "Cannot have more bits than register size",
                        "No I2C device at address: 0x42",
                        "no file");
        assertThat(chip.dateTime()).hasToString("2024-02-29T12:36:01");
    }

    @Test
    void anSpiDeviceIsSelectedInAWithStatement() throws Exception {
        board.spi().attach(board.pin("D5"), new SimBME280());
        assertEndsWell("spi.py");

        assertThat(printed())
                .containsExactly(
                        "Function requires lock. Call try_lock() first.",
                        "True False False",
                        "True bytearray(b'-`-') 500000",
                        "ValueError",
                        "0x60");
        assertThat(board.pin("D5").isHeld()).isFalse();
    }

    @Test
    void pwmAndPulsesAndBusesOfOneWireWork() throws Exception {
        SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B, 1, 3);
        board.spi().attach(strip);
        board.oneWire("D5").attach(new SimDS18B20(0x070E41AC));
        board.uart().outside().onReceive(bytes -> board.uart().outside().write("back\nand more"));
        SimPin pulses = board.pin("D6").drive(false);
        for (int micros : new int[] {1000, 1500, 1700, 2500}) {
            boolean high = micros % 1000 == 0 || micros == 1700;
            board.clock().after(500_000_000L + micros * 1000L, () -> pulses.drive(high));
        }
        assertEndsWell("peripherals.py");

        assertThat(printed())
                .containsExactly(
                        "True 1 False True",
                        "50 16384",
                        "PWM frequency not writable when variable_frequency is False on construction.",
                        "2000",
                        "duty_cycle must be 0-65535",
                        "duty_cycle must be 0-65535",
                        "6 b'back' b'\\n' 8 0.1 115200",
                        "False",
                        "0x28",
                        "3 True [500, 200, 800] 800 500",
                        "empty",
                        "Array must contain halfwords (type 'H')",
                        "0xff00 True");
        assertThat(board.pwm("D18").history()).anySatisfy(change -> {
            assertThat(change.period()).isEqualTo(Duration.ofMillis(20));
            assertThat(change.dutyCycle()).isCloseTo(0.25, within(0.0001));
        });
        assertThat(board.pwm("D18").isRunning()).as("at the end").isFalse();
        assertThat(strip.frames()).isEqualTo(2);
        assertThat(strip.color(0)).isEqualTo(0x020103);
    }

    @Test
    void anAnalogInputHas16Bits() throws Exception {
        try (SimBoard odroid = SimBoard.open(Boards.board("ODROID_C2"))) {
            odroid.pin("A0").voltage(1.2);
            assertThat(run(PROGRAMS.resolve("analog.py"), odroid, out, List.of(), 0))
                    .as(reported())
                    .isZero();
        }

        assertThat(printed().get(0)).startsWith("1.20 V of ");
        assertThat(printed()).last().isIn("ValueError", "NotImplementedError");
    }

    @Test
    void errorsHaveCircuitPythonsTypesAndNumbers() throws Exception {
        board.i2c().attach(0x18, new SimMCP9808());
        board.i2c().failNext(0x18, BusException.Kind.TIMEOUT).failNext(0x18, BusException.Kind.ARBITRATION_LOST);
        assertEndsWell("errors.py");

        String deinited = "deinited: ValueError: Object has been deinitialized";
        List<String> expected = List.of(
                "no lock: RuntimeError: Function requires lock",
                "in use: ValueError: SCL",
                "no device: OSError ENODEV: no device answers at address 0x10",
                "timeout: TimeoutError ETIMEDOUT: ",
                "lost: OSError EIO: ",
                deinited,
                deinited,
                deinited,
                "in use: ValueError: D4",
                "input: AttributeError: Cannot set value when direction is input.",
                "input: AttributeError: Drive mode not used when direction is input.",
                "direction: ValueError: 1 is not a digitalio.Direction",
                "pull: ValueError: 'UP' is not a digitalio.Pull",
                "output: AttributeError: Pull not used when direction is output.",
                deinited,
                "no pin: TypeError: pin must be of type Pin, not int",
                "no such pin: AttributeError: module 'board' has no attribute 'D99'. Raspberry Pi 4",
                "no such pin: AttributeError: module 'board' has no attribute 'SDL'. Raspberry Pi 4 Model B has no pin SDL. Did you mean board.SCL?",
                "no pull-ups: TimeoutError ETIMEDOUT: ",
                "no such bus: ValueError: ");
        assertThat(printed()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(printed().get(i)).startsWith(expected.get(i)).doesNotContain(": new ", " new I2C", "Board.");
        }
        assertThat(printed().get(18)).contains("pull-up");
    }

    @Test
    void threadsShareABusAndAreAwaited() throws Exception {
        new SimMB85RC256V().attachTo(board.i2c(), 0x50);

        assertThat(run("threads.py")).isZero();
        assertThat(printed()).containsExactly("main has ended", "wrong: []");
        assertThat(reported()).contains("in last", "RuntimeError: at the end of a thread");
    }

    @Test
    void anInterruptEndsTheProgramAsCtrlCDoes() throws Exception {
        Thread program = Thread.currentThread();
        board.clock().after(Duration.ofMillis(3500).toNanos(), program::interrupt);
        int exit = run("forever.py");

        assertThat(exit).isEqualTo(130);
        assertThat(Thread.interrupted()).as("still interrupted").isFalse();
        assertThat(printed()).endsWith("line 3", "finally board.D18", "at exit");
        assertThat(reported()).contains("forever.py\", line 16, in <module>", "KeyboardInterrupt");
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    @Test
    void aLimitOfLinesEndsTheProgramInOrder() throws Exception {
        assertThat(run(PROGRAMS.resolve("forever.py"), board, out, List.of(), 2))
                .isZero();

        assertThat(printed()).startsWith("line 0", "line 1").doesNotContain("line 2");
        assertThat(reported()).isEmpty();
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    @Test
    void aReaderThatHasGoneEndsTheProgram() throws Exception {
        OutputStream closed = new OutputStream() {
            private int lines;

            @Override
            public void write(int b) throws IOException {
                if (b == '\n' && ++lines == 3) {
                    throw new IOException("Broken pipe");
                }
            }
        };

        assertThat(run(PROGRAMS.resolve("forever.py"), board, closed, List.of(), 0))
                .isEqualTo(1);
        assertThat(reported()).contains("Error");
        assertThat(board.pin("D18").isHeld()).isFalse();
    }

    /** As those of modules in C are. */
    @Test
    void aTracebackHasOnlyTheFramesOfTheProgram() throws Exception {
        assertThat(run("uncaught.py")).isEqualTo(1);

        assertThat(reported())
                .contains("Traceback (most recent call last):", "line 11, in <module>", "line 6, in read")
                .contains("OSError: [Errno 19] no device answers at address 0x10")
                .doesNotContain("<blinka4j>", "busio.py", "java");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`import sys; sys.exit()`, 0, ``",
                "`import sys; sys.exit('no sensor')`, 1, no sensor",
                "`import sys; sys.exit(300)`, 44, ``",
                "`raise SystemExit(2)`, 2, ``",
                "`exit(3)`, 3, ``",
                "`quit()`, 0, ``",
                "`import sys; sys.stderr.write('no line')`, 0, no line",
                "`print('a'`, 1, SyntaxError",
                "`import adafruit_nothing`, 1, --lib Adafruit_CircuitPython_NOTHING",
                "`import nothing`, 1, Name the folder that has nothing.py with --lib",
                "`import time; time.sleep(-1)`, 1, ValueError",
                "`import board; board.D04`, 1, Did you mean board.D4?",
                "`1/0`, 1, ZeroDivisionError: division by zero"
            })
    void aProgramEndsAsInPython(String text, int exit, String message) throws Exception {
        assertThat(runText(text)).isEqualTo(exit);
        assertThat(reported()).contains(message);
    }

    @Test
    void aProgramHasItsArgumentsAndTheModulesBesideIt() throws Exception {
        assertThat(run(PROGRAMS.resolve("arguments.py"), board, out, List.of(), 0, "one", "--two"))
                .as(reported())
                .isEqualTo(7);
        assertThat(printed())
                .containsExactly("['one', '--two'] __main__ beside the program 21.5 °C 1234.5 10000000 'i̇i'");
    }

    /** Windows' editors write this. */
    @Test
    void aProgramMayHaveWindowsLineEndsAndAByteOrderMark() throws Exception {
        assertThat(runText("\uFEFFif True:\r\n\tprint('tab')\r\n\tprint('''a\r\nb''')\r\n"))
                .as(reported())
                .isZero();
        assertThat(printed()).containsExactly("tab", "a", "b");
    }

    @Test
    void aDriverIsFoundInTheUsersFolders() throws Exception {
        write("lib/adafruit_thing.py", "VALUE = 42");
        write("clones/Adafruit_CircuitPython_Other/adafruit_other/__init__.py", "VALUE = 43");

        assertThat(runText(
                        "import adafruit_thing, adafruit_other; print(adafruit_thing.VALUE, adafruit_other.VALUE)",
                        folder.resolve("lib"),
                        folder.resolve("clones")))
                .as(reported())
                .isZero();
        assertThat(printed()).containsExactly("42 43");
    }

    @Test
    void theUsersLibrariesComeFirstButNoModuleOfTheBoardIsReplaced() throws Exception {
        write("lib/adafruit_bus_device/__init__.py", "NAME = 'the original'");
        write("lib/board.py", "board_id = 'Blinka'");
        write("lib/time.py", "raise ImportError");

        assertThat(runText(
                        "import adafruit_bus_device, board, time; print(adafruit_bus_device.NAME, board.board_id)",
                        folder.resolve("lib")))
                .as(reported())
                .isZero();
        assertThat(printed()).containsExactly("the original RASPBERRY_PI_4B");
    }

    @Test
    void aCompiledDriverIsExplained() throws Exception {
        write("lib/adafruit_thing/__init__.mpy", "");

        assertThat(runText("import adafruit_thing.basic", folder.resolve("lib")))
                .isEqualTo(1);
        assertThat(reported()).contains("__init__.mpy is compiled for microcontrollers. Use the .py files");
    }

    @Test
    void whatAProgramLeavesOpenIsClosedAtItsEnd() throws Exception {
        assertThat(runText("""
                import board, digitalio
                pin = digitalio.DigitalInOut(board.D4)
                pin.pull = digitalio.Pull.UP
                print(pin.value)
                """)).isZero();

        assertThat(printed()).containsExactly("True");
        assertThat(board.pin("D4").isHeld()).isFalse();
        assertThat(board.pin("D4").pull()).isNull();
    }

    @Test
    void whatAProgramForgetsIsClosedAtItsEnd() throws Exception {
        assertThat(runText("""
                        import board, digitalio, gc, pulseio
                        def forget():
                            pulseio.PulseOut(board.D22)
                            digitalio.DigitalInOut(board.D4).pull = digitalio.Pull.UP
                        forget()
                        gc.collect()
                        """)).as(reported()).isZero();

        assertThat(board.pin("D4").isHeld()).isFalse();
        assertThat(board.pin("D22").isHeld()).isFalse();
    }

    @Test
    void whatAProgramHasWrittenIsInTheFileAtItsEnd() throws Exception {
        Path log = folder.resolve("log.txt");

        assertThat(runText("""
                        import gc, pathlib, sys
                        print(open(__file__).readline().split()[0])
                        def write():
                            open(sys.path[0] + "/log.txt", "w").write("text")
                            pathlib.Path(sys.path[0], "bytes").open("wb").write(b"bytes")
                        write()
                        gc.collect()
                        closed = open(sys.path[0] + "/closed", "w")
                        closed.close()
                        open(sys.path[0] + "/detached", "w").detach()
                        raise KeyboardInterrupt
                        """)).as(reported()).isEqualTo(130);
        assertThat(printed()).containsExactly("import");
        assertThat(log).hasContent("text");
        assertThat(folder.resolve("bytes")).hasContent("bytes");
        assertThat(reported()).doesNotContain("ValueError");
    }

    @Test
    void aThreadMayEndWithSystemExit() throws Exception {
        assertThat(runText("""
                        import sys, threading
                        threading.Thread(target=sys.exit, args=(5,)).start()
                        """)).isZero();
        assertThat(reported()).isEmpty();
    }
}
