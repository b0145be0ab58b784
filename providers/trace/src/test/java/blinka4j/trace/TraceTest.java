// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    @TempDir
    private Path folder;

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("some.trace"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLineHasTimeNameCallAndResult() {
        TraceEvent event = Trace.read(file("blinka4j-trace 1 X\n\n12+3 spi my%20bus%3D transfer write 01 = FF\n"))
                .events()
                .get(0);

        assertThat(event).isEqualTo(new TraceEvent(3, 12, 3, "spi", "my bus=", "transfer write 01", "FF", null));
        assertThat(event.end()).isEqualTo(15);
        assertThat(event).hasToString("12+3 spi my%20bus%3D transfer write 01 = FF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "D18", "/dev/i2c-1", "two words", "100%", "a=b!", "tab\tüñ€ 🎛", " ", "%20"})
    void aNameIsOneWordAndCanBeReadAgain(String name) {
        assertThat(Tokens.of(name))
                .doesNotContainAnyWhitespaces()
                .doesNotContain("=", "!")
                .isNotEmpty();
        assertThat(Tokens.text(Tokens.of(name))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blinka4j-trace 2 X | line 1 | blinka4j-trace 1",
                "hello | line 1 | blinka4j-trace 1",
                "# nothing else | empty | blinka4j-trace 1",
                "blinka4j-trace 1 X~D18 write 1 | line 2 | TIME[+DURATION]",
                "blinka4j-trace 1 X~#~1 gpio D18 read ! oops no | line 3 | unknown error 'oops'",
                "blinka4j-trace 1 X~1 gpio D18 read ! bus SLOW 0 x | line 2 | SLOW",
            })
    void aWrongLineIsAnErrorWithItsNumber(String text, String where, String why) {
        Path file = file(text.replace("~", "\n") + "\n");
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some.trace")
                .hasMessageContaining(where)
                .hasMessageContaining(why);
    }

    /** A part of a line may look like a whole one, with fewer bytes. */
    @Test
    void aLineWithoutItsEndIsAnError() {
        Path file = file("blinka4j-trace 1 X\n1 i2c x transfer 0x10 read 2 = 01");
        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("Delete the line");
    }

    @Test
    void aMissingFileIsAnError() {
        assertThatThrownBy(() -> Trace.read(folder.resolve("none.trace")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("none.trace");
    }

    @Test
    void anErrorKeepsItsTypeAndMessage() {
        List<RuntimeException> errors = List.of(
                new BusException(BusException.Kind.ARBITRATION_LOST, 11, "a\\b\nc\rd"),
                new PinException("held by 'x'"),
                PinException.gone("gone"),
                new NotAvailableException("not here"),
                NotAvailableException.unsupported("never"),
                new DeviceNotFoundException("no chip"),
                new IllegalArgumentException("bad = ! value"),
                new IllegalStateException("closed"));
        for (RuntimeException error : errors) {
            String text = Failures.text(error);
            assertThat(text).doesNotContain("\n", "\r");
            RuntimeException again = Failures.parse(text);
            assertThat(again).hasSameClassAs(error).hasMessage(error.getMessage());
            assertThat(Failures.text(again)).isEqualTo(text);
        }
        assertThat(Failures.parse(Failures.text(new ArithmeticException("/ by zero"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("java.lang.ArithmeticException / by zero");
    }

    @Test
    void theTransfersOfABusAreAPlayback() {
        Trace trace = Trace.read(file("""
                blinka4j-trace 1 X
                0 i2c /dev/i2c-1 open 100000 0 = i2c
                1 i2c /dev/i2c-2 transfer 0x10 write 00
                2 i2c /dev/i2c-1 sleep 5
                3 i2c /dev/i2c-1 probe 0x44 = 1
                4 i2c /dev/i2c-1 transfer 0x44 write FD
                5 i2c /dev/i2c-1 sleep 10000000
                6 i2c /dev/i2c-1 transfer 0x44 read 2 = 6666
                7 i2c /dev/i2c-1 transfer 0x45 write D0 read 1 = 60
                8 i2c /dev/i2c-1 transfer 0x45 write D0 read 1 ! bus TIMEOUT 110 late
                """));
        try (I2CPlayback bus = trace.i2c()) {
            byte[] in = new byte[2];
            bus.transfer(0x44, new byte[] {(byte) 0xFD}, 0, 1, in, 0, 0);
            bus.sleep(Duration.ofMillis(10));
            bus.transfer(0x44, in, 0, 0, in, 0, 2);
            assertThat(in).containsExactly(0x66, 0x66);
            bus.transfer(0x45, new byte[] {(byte) 0xD0}, 0, 1, in, 0, 1);
            assertThat(in[0]).isEqualTo((byte) 0x60);
            assertThatThrownBy(() -> bus.transfer(0x45, new byte[] {(byte) 0xD0}, 0, 1, in, 0, 1))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT));
        }
        assertThatThrownBy(() -> trace.i2c("/dev/i2c-3")).hasMessageContaining("/dev/i2c-3");
        assertThatThrownBy(trace::spi).hasMessageContaining("no line for spi");
    }

    @Test
    void theTransfersOfAnSpiBusAreAPlayback() {
        Trace trace = Trace.read(file("""
                blinka4j-trace 1 X
                0 spi /dev/spidev0 open = spi 4096
                1 spi /dev/spidev0 configure 1000000 0 0 8 msb 4-wire cs0 = 1000000
                2 spi /dev/spidev0 transfer write 9F keep
                3 spi /dev/spidev0 transfer read 3 = BF2541
                4 spi /dev/spidev0 sleep 1000000
                5 spi /dev/spidev0 transfer write 0500 read 2 = FF02
                6 spi /dev/spidev0 transfer write 06 ! bus OTHER 5 x
                """));
        try (SPIPlayback bus = trace.spi()) {
            byte[] in = new byte[3];
            bus.transfer(new byte[] {(byte) 0x9F}, 0, null, 0, 1, true);
            bus.transfer(null, 0, in, 0, 3, false);
            assertThat(in).containsExactly(0xBF, 0x25, 0x41);
            bus.sleep(Duration.ofMillis(1));
            bus.transfer(new byte[] {5, 0}, 0, in, 0, 2, false);
            assertThat(in).startsWith(0xFF, 0x02);
            assertThatThrownBy(() -> bus.transfer(new byte[] {6}, 0, null, 0, 1, false))
                    .isInstanceOf(BusException.class);
        }
        SPIPlayback stillSelected = trace.spi();
        stillSelected.transfer(new byte[] {(byte) 0x9F}, 0, null, 0, 1, true);
        stillSelected.transfer(null, 0, new byte[3], 0, 3, true);
        assertThatThrownBy(() -> stillSelected.sleep(Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("deselecting");
    }

    @Test
    void anEditorOnWindowsDoesNoHarm() {
        Trace trace = Trace.read(file("\uFEFFblinka4j-trace 1 X\r\n1 i2c /dev/i2c-1 probe 0x18 = 1\r\n"));

        assertThat(trace.board()).isEqualTo("X");
        assertThat(trace.events()).extracting(TraceEvent::result).containsExactly("1");
    }

    /** The times are beyond 2^31 and near 2^63. */
    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1+9223372036854775807"})
    void aTimeThatDoesNotFitIsAnErrorWithItsLine(String time) {
        Path file = file("blinka4j-trace 1 X\n%s i2c /dev/i2c-1 probe 0x18 = 1\n".formatted(time));

        assertThatThrownBy(() -> Trace.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("line 2", "9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i2c x transfer zz write 00",
                "i2c x transfer 0x18 write",
                "i2c x transfer 0x18 write 0",
                "i2c x transfer 0x18 read 1 = GG",
                "i2c x sleep soon",
                "i2c x sleep",
                "spi x transfer write",
                "spi x transfer write 0 read 1 = 00",
                "spi x sleep"
            })
    void aLineThatIsNotUnderstoodIsNamed(String line) {
        boolean isSpi = line.startsWith("spi");
        String before = isSpi ? "spi x transfer write 00" : "i2c x transfer 0x18 write 00";
        Trace trace = Trace.read(file("blinka4j-trace 1 X\n1 %s\n2 %s\n".formatted(before, line)));

        assertThatThrownBy(isSpi ? trace::spi : trace::i2c)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("some.trace, line 3", line);
    }
}
