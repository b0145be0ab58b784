// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.countio.Counter;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces are written by hand, in the grammar of the README. */
class ReplayTest {
    private static final String POLLS = """
            0 i2c /dev/i2c-1 open 100000 0 = /dev/i2c-1
            1000+500 i2c /dev/i2c-1 transfer 0x40 write 0F
            2000+500 i2c /dev/i2c-1 transfer 0x40 write F3 read 1 = 08
            3000+500 i2c /dev/i2c-1 transfer 0x40 write F3 read 1 = 00
            4000+500 i2c /dev/i2c-1 transfer 0x40 write F7 read 2 = 1234
            5000+500 i2c /dev/i2c-1 transfer 0x40 write F7 read 2 ! bus NO_ACKNOWLEDGE 121 no answer\\nat all
            6000+9000000 i2c /dev/i2c-1 sleep 9000000
            """;

    @TempDir
    private Path folder;

    private Path trace(String lines) {
        Path file = folder.resolve("hand.trace");
        try {
            Files.writeString(file, "# by hand\n\nblinka4j-trace 1 RASPBERRY_PI_4B\n" + lines);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    private static byte[] read(I2C bus, int register, int count) {
        byte[] in = new byte[count];
        bus.writeToThenReadFrom(0x40, new byte[] {(byte) register}, in);
        return in;
    }

    private static void pollAll(Replay replay) {
        I2C bus = replay.blinka().i2c();
        bus.writeTo(0x40, new byte[] {0x0F});
        assertThat(read(bus, 0xF3, 1)).containsExactly(8);
        assertThat(read(bus, 0xF3, 1)).containsExactly(0);
        assertThat(read(bus, 0xF7, 2)).containsExactly(0x12, 0x34);
        assertThatThrownBy(() -> read(bus, 0xF7, 2)).isInstanceOfSatisfying(BusException.class, e -> {
            assertThat(e.kind()).isEqualTo(BusException.Kind.NO_ACKNOWLEDGE);
            assertThat(e.errno()).isEqualTo(121);
            assertThat(e).hasMessage("no answer\nat all");
        });
    }

    @Test
    void aStrictReplayGivesTheAnswersInOrderAtTheirTimes() {
        try (Replay replay = Replay.strict(trace(POLLS))) {
            pollAll(replay);
            assertThat(replay.clock().nanos()).isEqualTo(5_500);
            replay.blinka().i2c().sleep(Duration.ofMillis(9));
            assertThat(replay.clock().nanos()).isEqualTo(9_006_000);
        }
    }

    @Test
    void anotherByteIsAnErrorWithTheLineAndWhatWasExpected() {
        Replay replay = Replay.strict(trace(POLLS));
        I2C bus = replay.blinka().i2c();
        assertThatThrownBy(() -> bus.writeTo(0x40, new byte[] {0x0E}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("hand.trace, line 5")
                .hasMessageContaining("expected 'i2c /dev/i2c-1 transfer 0x40 write 0F'")
                .hasMessageContaining("got 'i2c /dev/i2c-1 transfer 0x40 write 0E'");
        // The program may have caught it.
        assertThatThrownBy(replay::close).isInstanceOf(AssertionError.class).hasMessageContaining("line 5");
        replay.close();
    }

    @Test
    void aStrictReplayFailsIfTheProgramEndsBeforeTheTrace() {
        Replay replay = Replay.strict(trace(POLLS));
        pollAll(replay);
        assertThatThrownBy(replay::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 lines")
                .hasMessageContaining("line 10: i2c /dev/i2c-1 sleep 9000000");
    }

    @Test
    void moreThanTheTraceHasIsAnError() {
        Replay replay = Replay.strict(trace(
                "0 gpio D18 open blinka4j = D18\n1 gpio D18 input DISABLED\n2 gpio D18 output 1\n3 gpio D18 close\n"));
        try (DigitalInOut led = new DigitalInOut(replay.blinka().pin("D18"))) {
            led.switchToOutput(true);
            assertThatThrownBy(() -> new DigitalInOut(replay.blinka().pin("D17")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no line for 'gpio D17'")
                    .hasMessageContaining("It has: gpio D18")
                    .hasMessageContaining("RASPBERRY_PI_4B");
        } catch (AssertionError e) {
            // Closing a pin makes it an input, which this trace lacks.
            assertThat(e).hasMessageContaining("line 7").hasMessageContaining("input DISABLED");
        }
    }

    @Test
    void aTolerantReplayAllowsAnotherOrderAndOtherNumbersOfPolls() {
        try (Replay replay = Replay.tolerant(trace(POLLS))) {
            I2C bus = replay.blinka().i2c();
            assertThat(read(bus, 0xF7, 2)).containsExactly(0x12, 0x34);
            assertThat(read(bus, 0xF3, 1)).containsExactly(8);
            for (int i = 0; i < 5; i++) {
                assertThat(read(bus, 0xF3, 1)).containsExactly(0);
            }
            bus.sleep(Duration.ofMillis(1));
            assertThat(replay.clock().nanos()).isEqualTo(1_004_500);
        }
    }

    @Test
    void aTolerantReplayNamesTheNearestLineForAnUnknownCall() {
        Replay replay = Replay.tolerant(trace(POLLS));
        assertThatThrownBy(() -> read(replay.blinka().i2c(), 0xF7, 6))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'i2c /dev/i2c-1 transfer 0x40 write F7 read 6'")
                .hasMessageContaining("line 8: 'i2c /dev/i2c-1 transfer 0x40 write F7 read 2'");
        assertThatThrownBy(replay::close).isInstanceOf(AssertionError.class);
    }

    private static final String BUTTON = """
            0 gpio D4 open blinka4j = D4
            1 gpio D4 input DISABLED
            1000 gpio D4 input PULL_UP
            2000 gpio D4 watch both 0
            1000000100 gpio D4 edge falling 1000000000 1
            1000000200+50 gpio D18 write 1
            2000000100 gpio D4 edge rising 2000000000 2
            2000000200+50 gpio D18 write 0
            3000000000 gpio D4 unwatch
            3000001000 gpio D4 input DISABLED
            3000002000 gpio D4 close
            """;

    @Test
    void edgesComeAtTheirTimesWithTheKernelsTimestamps() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (Replay replay = Replay.tolerant(trace(BUTTON));
                DigitalInOut button = new DigitalInOut(replay.blinka().pin("D4"))) {
            button.switchToInput(Pull.UP);
            button.onEdge(
                    Edge.BOTH,
                    event -> seen.add("%s %s %s"
                            .formatted(
                                    event.rising(),
                                    event.timestamp(),
                                    replay.clock().nanos())));
            replay.clock().sleep(1_500_000_000);
            assertThat(seen).containsExactly("false 1000000000 1000000100");
            replay.clock().advance(Duration.ofSeconds(1));
            assertThat(seen).containsExactly("false 1000000000 1000000100", "true 2000000000 2000000100");
        }
    }

    /** The program waits in real time, such as with Thread.sleep, which the trace shows as time between calls. */
    @Test
    void edgesBeforeACallComeBeforeItAndTheirListenersMayUsePins() {
        String with = "0 gpio D18 open blinka4j = D18\n1 gpio D18 input DISABLED\n2 gpio D18 output 0\n" + BUTTON;
        List<Integer> levels = new ArrayList<>();
        Path file = trace(with + "3000003000 gpio D18 input DISABLED\n3000004000 gpio D18 close\n");
        try (Replay replay = Replay.strict(file);
                DigitalInOut led = new DigitalInOut(replay.blinka().pin("D18"))) {
            led.switchToOutput(false);
            try (DigitalInOut button = new DigitalInOut(replay.blinka().pin("D4"))) {
                button.switchToInput(Pull.UP);
                button.onEdge(Edge.BOTH, event -> {
                    led.value(!event.rising());
                    levels.add(event.rising() ? 0 : 1);
                });
                button.stopEdges();
            }
        }
        assertThat(levels).containsExactly(1, 0);
    }

    @Test
    void aCounterCountsTheEdgesOfATrace() {
        Path file = trace(BUTTON.replace("watch both 0", "watch falling 0")
                .replaceAll(".* D18 .*\n", "")
                .replaceAll(".*edge rising.*\n", "")
                .replaceAll(".*unwatch\n", "")
                .replaceFirst("1 gpio D4 input DISABLED\n", ""));
        try (Replay replay = Replay.strict(file);
                Counter counter = new Counter(replay.blinka().pin("D4"), Edge.FALLING, Pull.UP)) {
            replay.clock().advance(Duration.ofSeconds(2));
            assertThat(counter.count()).isEqualTo(1);
        }
    }

    /** The portions of a recording depend on the computer's load. */
    @Test
    void aTolerantSerialPortGivesTheBytesInAnyPortions() {
        String talk = """
                0 uart /dev/serial0 open 9600 8 NONE 1 = serial0
                1+9 uart /dev/serial0 write 41540A = 3
                20+9 uart /dev/serial0 read 4096 = 4F
                30+9 uart /dev/serial0 read 4096 = 4B0A
                """;
        try (Replay replay = Replay.tolerant(trace(talk.replace("/dev/serial0", uart())))) {
            UART port = replay.blinka().uart();
            port.write("AT\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(port.read(1)).containsExactly('O');
            assertThat(port.readLine()).containsExactly('K', '\n');
            assertThat(port.read(1)).isEmpty();
            // The call before the last bytes ended at 29 ns. Then the read waits for 1 s.
            assertThat(replay.clock().nanos()).isEqualTo(1_000_000_029);
        }
    }

    private static String uart() {
        return Tokens.of(
                blinka4j.boards.Boards.board("RASPBERRY_PI_4B").uarts().get(0).device());
    }

    @Test
    void pulsesThatTheApiMadeInTheRecordingAreLeftOut() {
        Path file = trace("""
                0 softpwm D5 open blinka4j = none
                1 gpio D5 open blinka4j = D5
                2 gpio D5 output 0
                3 gpio D5 write 1
                4 gpio D5 write 0
                5 gpio D5 close
                """);
        try (Replay replay = Replay.strict(file);
                blinka4j.pwmio.PWMOut output =
                        new blinka4j.pwmio.PWMOut(replay.blinka().pin("D5"), 32_768, 100)) {
            assertThat(output.isHardware()).isFalse();
        }
    }

    @Test
    void aTraceOfAnUnknownBoardIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("x.trace"), "blinka4j-trace 1 RASPBERRY_PI_4\n");
        assertThatThrownBy(() -> Replay.strict(file))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("RASPBERRY_PI_4B");
    }
}
