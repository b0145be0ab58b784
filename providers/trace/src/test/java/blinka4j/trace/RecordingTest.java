// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.hardware.CurrentBoard;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final BoardDefinition BOARD = Boards.board("RASPBERRY_PI_4B");

    @TempDir
    private Path folder;

    /** The values are those of the data sheet of the MCP9808, registers 5-4 to 5-6; it is above its limits of power-on, 0 °C. */
    @Test
    void aTransferIsALineWithItsAddressItsBytesAndItsError() throws IOException {
        Path file = folder.resolve("i2c.trace");
        try (SimBoard board = SimBoard.open(BOARD);
                Recording recording = Recording.start(BOARD, board.blinka().provider(), file)) {
            board.i2c().attach(0x18, new SimMCP9808().temperature(21.5));
            MCP9808 sensor = new MCP9808(recording.blinka().i2c());
            assertThat(sensor.temperature()).isEqualTo(21.5);
            board.i2c().failNext(BusException.Kind.TIMEOUT);
            assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        }

        List<TraceEvent> events = Trace.read(file).events();
        assertThat(events)
                .extracting(event ->
                        event.toString().replaceFirst("^\\d+(\\+\\d+)? ", "").replaceFirst(" 0 .*", ""))
                .containsExactly(
                        "i2c /dev/i2c-1 open 100000",
                        "i2c /dev/i2c-1 probe 0x18 = 1",
                        "i2c /dev/i2c-1 transfer 0x18 write 06 read 2 = 0054",
                        "i2c /dev/i2c-1 transfer 0x18 write 07 read 2 = 0400",
                        "i2c /dev/i2c-1 transfer 0x18 write 05 read 2 = C158",
                        "i2c /dev/i2c-1 transfer 0x18 write 05 read 2 ! bus TIMEOUT",
                        "i2c /dev/i2c-1 close");
        // 5 bytes of 9 bits at 100 kHz, and at least a start, a repeated start and a stop.
        assertThat(events.get(2).duration()).isBetween(450_000L, 500_000L);
        assertThat(events.get(3).start()).isEqualTo(events.get(2).end());
        assertThat(Files.readAllLines(file).subList(0, 2))
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("blinka4j-trace 1 RASPBERRY_PI_4B"),
                        comment -> assertThat(comment).matches("# Raspberry Pi 4 Model B, provider sim, \\S+"));
    }

    /** So nothing is lost if the program is killed. */
    @Test
    void aLineIsInTheFileAsSoonAsTheCallHasReturned() throws IOException {
        Path file = folder.resolve("pin.trace");
        try (SimBoard board = SimBoard.open(BOARD);
                Recording recording = Recording.start(BOARD, board.blinka().provider(), file);
                DigitalInOut led = new DigitalInOut(recording.blinka().pin("D18"))) {
            led.switchToOutput(true);
            assertThat(Files.readString(file)).endsWith(" gpio D18 output 1\n");
            led.value(false);
            assertThat(Files.readString(file)).endsWith(" gpio D18 write 0\n");
        }
    }

    @Test
    void anEdgeHasTheTimeOfTheKernelAndItsNumber() {
        Path file = folder.resolve("edges.trace");
        try (SimBoard board = SimBoard.open(BOARD)) {
            board.clock().advance(Duration.ofSeconds(7));
            board.pin("D4").drive(true);
            try (Recording recording = Recording.start(BOARD, board.blinka().provider(), file);
                    DigitalInOut button = new DigitalInOut(recording.blinka().pin("D4"))) {
                button.switchToInput(Pull.UP);
                button.onEdge(Edge.BOTH, event -> {});
                board.clock().advance(Duration.ofMillis(3));
                board.pin("D4").drive(false);
                board.clock().advance(Duration.ofMillis(1));
                board.pin("D4").drive(true);
            }
        }
        assertThat(Trace.read(file).events())
                .filteredOn(TraceEvent::isEdge)
                .extracting(TraceEvent::toString)
                .containsExactly("3000000 gpio D4 edge falling 3000000 1", "4000000 gpio D4 edge rising 4000000 2");
    }

    /** The simulator calls listeners before the call that begins the watch has returned. */
    @Test
    void anEdgeThatComesAtOnceIsAfterTheLineOfItsWatch() {
        Path file = folder.resolve("early.trace");
        try (SimBoard board = SimBoard.open(BOARD)) {
            board.pin("D4").onLevel(high -> {
                if (high) {
                    board.pin("D4").drive(false);
                }
            });
            try (Recording recording = Recording.start(BOARD, board.blinka().provider(), file);
                    GpioPort pin = recording.provider().openGpio(BOARD.pins().get("D4"), "test")) {
                pin.input(GpioPort.Bias.PULL_UP, (rising, nanos, sequence) -> {});
            }
        }
        assertThat(Trace.read(file).events())
                .extracting(TraceEvent::call)
                .containsSubsequence("input PULL_UP watch", "edge falling 0 1");
    }

    /** A file on a disk with so many bytes left. */
    private static OutputStream disk(int left) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                if (written.size() >= left) {
                    throw new IOException("No space left on device");
                }
                written.write(value);
            }
        };
    }

    /** A program must be able to stop its motor. */
    @Test
    void theHardwareContinuesIfTheFileCannotBeWritten() {
        OutputStream full = disk(200);
        try (SimBoard board = SimBoard.open(BOARD)) {
            TraceFile file = new TraceFile(BOARD, board.blinka().provider(), Path.of("full.trace"), full);
            Provider provider = new RecordingProvider(BOARD, board.blinka().provider(), file);
            try (GpioPort motor = provider.openGpio(BOARD.pins().get("D18"), "test")) {
                motor.output(true, false);
                for (int i = 0; i < 20; i++) {
                    motor.write(true);
                }
                motor.write(false);
                assertThat(board.pin("D18").level()).isFalse();
            }
            assertThatThrownBy(file::close)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("full.trace")
                    .hasMessageContaining("No space left on device");
            file.close();
        }
    }

    @Test
    void aFileThatCannotBeCreatedIsAnErrorAtTheStart() {
        try (SimBoard board = SimBoard.open(BOARD)) {
            assertThatThrownBy(() -> new TraceFile(BOARD, board.blinka().provider(), Path.of("full.trace"), disk(10)))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("full.trace")
                    .hasMessageContaining("No space left on device");
            assertThatThrownBy(
                            () -> Recording.start(BOARD, board.blinka().provider(), folder.resolve("missing/x.trace")))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("x.trace")
                    .hasMessageContaining("folder that exists");
        }
    }

    @Test
    void anUnchangedProgramIsRecordedAndReplayedBySettings() {
        Path file = folder.resolve("program.trace");
        settings("sim", "record", file, () -> {
            // Reads a level that nothing drives, with a pull-up.
            assertThat(program()).isTrue();
        });
        assertThat(Trace.read(file).events())
                .extracting(TraceEvent::call)
                .contains("input PULL_UP", "read")
                .endsWith("close");

        settings("replay", "replay", file, () -> {
            assertThat(Blinka.current().provider().name()).isEqualTo("replay");
            assertThat(program()).isTrue();
        });
        settings(
                "replay",
                "replay",
                folder.resolve("none.trace"),
                () -> assertThatThrownBy(Blinka::current)
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContaining("none.trace"));
    }

    private static boolean program() {
        try (DigitalInOut button = new DigitalInOut(blinka4j.board.Board.D4)) {
            button.switchToInput(Pull.UP);
            return button.value();
        }
    }

    private static void settings(String provider, String setting, Path file, Runnable program) {
        System.setProperty("blinka.provider", provider);
        System.setProperty("blinka." + setting, file.toString());
        CurrentBoard.use(null);
        try {
            program.run();
        } finally {
            System.clearProperty("blinka.provider");
            System.clearProperty("blinka." + setting);
            CurrentBoard.use(null);
        }
    }

    @Test
    void twoRecordingsDoNotWriteToOneFile() {
        Path file = folder.resolve("one.trace");
        try (SimBoard board = SimBoard.open(BOARD)) {
            Provider provider = board.blinka().provider();
            try (Recording first = Recording.start(BOARD, provider, file)) {
                first.blinka().i2c().probe(0x18);
                assertThatThrownBy(() -> Recording.start(BOARD, provider, file))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll("one.trace", "another recording");
                first.blinka().i2c().probe(0x19);
            }
            assertThat(Trace.read(file).events()).extracting(TraceEvent::call).contains("probe 0x18", "probe 0x19");
            try (Recording second = Recording.start(BOARD, provider, file)) {
                second.blinka().i2c().probe(0x1A);
            }
            assertThat(Trace.read(file).events())
                    .extracting(TraceEvent::call)
                    .contains("probe 0x1a")
                    .doesNotContain("probe 0x18");
        }
    }

    private String run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HaltingProgram.class.getName()));
        Collections.addAll(command, arguments);
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        builder.start().waitFor();
        return Files.readString(errors);
    }

    @Test
    void aProgramThatIsKilledLeavesAllItsLinesAndAReplayThatEndsBeforeThemSaysSo() throws Exception {
        String file = folder.resolve("killed.trace").toString();

        run(Map.of("BLINKA_PROVIDER", "sim", "BLINKA_RECORD", file), "3", "halt");

        assertThat(Trace.read(Path.of(file)).events())
                .extracting(TraceEvent::call)
                .containsExactly("open 100000 0", "probe 0x18", "probe 0x19", "probe 0x1a");

        Map<String, String> replay = Map.of("BLINKA_PROVIDER", "replay", "BLINKA_REPLAY", file);
        assertThat(run(replay, "3")).isEmpty();
        assertThat(run(replay, "2"))
                .contains("killed.trace: the program ended before these 1 lines")
                .contains("probe 0x1a");
    }
}
