// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pi4JSpiTest {
    private static final Settings FIRST = new Settings(1_000_000, 0, 0, 8, false, false, 0);
    private static final Settings SECOND = new Settings(500_000, 1, 1, 8, false, false, 1);

    @TempDir
    private Path root;

    private Fixture fixture(String prefix) {
        return new Fixture(root, prefix).file("dev/spidev0.0", "").file("dev/spidev0.1", "");
    }

    private static SpiPort open(Fixture fixture, int bus) {
        return Pi4JSpi.open(
                fixture.host,
                fixture.contexts,
                new SpiBus("/dev/spidev" + bus, null, null, null, List.of(), "add dtparam=spi=on"));
    }

    private static SpiPort open(Fixture fixture) {
        return open(fixture, 0);
    }

    @Test
    void eachChipSelectHasItsOwnObjectAndTheRightOne() {
        try (var fixture = fixture("fake")) {
            SpiPort port = open(fixture);
            assertThat(port.configure(FIRST)).isEqualTo(1_000_000);
            assertThat(port.configure(SECOND)).isEqualTo(500_000);
            port.configure(FIRST);
            assertThat(Fixture.log()).containsExactly("spi 0.0 MODE_0 1000000 Hz", "spi 0.1 MODE_3 500000 Hz");
            port.close();
            port.close();
            assertThat(Fixture.log()).containsExactly("close", "close");
            assertThatThrownBy(() -> port.configure(FIRST)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> port.transfer(null, 0, null, 0, 0, false))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anotherClockOrModeTakesAnotherObject() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            port.configure(new Settings(2_000_000, 0, 0, 8, false, false, 0));
            port.configure(new Settings(2_000_000, 1, 0, 8, false, false, 0));
            assertThat(Fixture.log())
                    .containsExactly(
                            "spi 0.0 MODE_0 1000000 Hz",
                            "close",
                            "spi 0.0 MODE_0 2000000 Hz",
                            "close",
                            "spi 0.0 MODE_2 2000000 Hz");
        }
    }

    @Test
    void twoBusesWithTheSameChipSelectDoNotClash() {
        try (var fixture = fixture("fake").file("dev/spidev1.0", "");
                var zero = open(fixture, 0);
                var one = open(fixture, 1)) {
            zero.configure(FIRST);
            one.configure(FIRST);
            assertThat(Fixture.log()).containsExactly("spi 0.0 MODE_0 1000000 Hz", "spi 1.0 MODE_0 1000000 Hz");
        }
    }

    @Test
    void bytesGoBothWaysAndZerosWhereNothingIsSent() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            Fixture.log();
            byte[] bytes = {0, 1, 2, 3};
            port.transfer(bytes, 1, bytes, 1, 2, false);
            assertThat(bytes).containsExactly(0, ~1, ~2, 3);
            port.transfer(null, 0, bytes, 2, 2, false);
            assertThat(bytes).containsExactly(0, ~1, 0xFF, 0xFF);
            port.transfer(bytes, 0, null, 0, 1, false);
            port.transfer(bytes, 0, null, 0, 0, false);
            assertThat(Fixture.log()).containsExactly("transfer 01 02", "transfer 00 00", "transfer 00");
        }
    }

    @Test
    void aCommandAndItsAnswerAreOneTransferWithTheChipSelectedThroughout() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            Fixture.log();
            byte[] answer = new byte[2];
            port.transfer(new byte[] {3}, 0, null, 0, 1, true);
            port.transfer(new byte[] {4, 5}, 0, null, 0, 2, true);
            assertThat(Fixture.log()).isEmpty();
            port.transfer(null, 0, answer, 0, 2, false);
            assertThat(Fixture.log()).containsExactly("transfer 03 04 05 00 00");
            assertThat(answer).containsExactly(0xFF, 0xFF);

            port.transfer(new byte[] {6}, 0, null, 0, 1, true);
            port.transfer(null, 0, null, 0, 0, false);
            assertThat(Fixture.log()).containsExactly("transfer 06");
        }
    }

    @Test
    void aTransferWithTheChipSelectedAfterAnAnswerIsRefusedBeforeItIsSent() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            byte[] one = new byte[1];
            port.transfer(one, 0, one, 0, 1, true);
            Fixture.log();
            assertThatThrownBy(() -> port.transfer(one, 0, null, 0, 1, true))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("SPI(/dev/spidev0)", "selected", "BLINKA_PROVIDER=linux");
            assertThat(Fixture.log()).isEmpty();
            port.transfer(null, 0, null, 0, 0, false);
            port.transfer(one, 0, one, 0, 1, false);
            assertThat(Fixture.log()).hasSize(1);
        }
    }

    @Test
    void aWaitBetweenACommandAndItsAnswerIsRefused() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            port.sleep(Duration.ofNanos(1));
            Fixture.log();
            port.transfer(new byte[1], 0, null, 0, 1, true);
            assertThatThrownBy(() -> port.sleep(Duration.ofNanos(1)))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("wait");
            port.transfer(null, 0, null, 0, 0, false);
            assertThat(Fixture.log()).isEmpty();
        }
    }

    @Test
    void aTransferThatIsTooLongForTheKernelIsRefused() {
        try (var fixture = fixture("fake").file("sys/module/spidev/parameters/bufsiz", "8192\n");
                var port = open(fixture)) {
            port.configure(FIRST);
            assertThat(port.longestTransfer()).isEqualTo(8192);
            byte[] big = new byte[8193];
            port.transfer(big, 0, big, 0, 8192, false);
            Fixture.log();
            assertThatThrownBy(() -> port.transfer(big, 0, big, 0, 8193, false))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("8193", "8192", "spidev.bufsiz");
            port.transfer(big, 0, null, 0, 8192, true);
            assertThatThrownBy(() -> port.transfer(null, 0, big, 0, 1, false))
                    .isInstanceOf(NotAvailableException.class);
            assertThat(Fixture.log()).isEmpty();
        }
    }

    static Stream<Settings> impossible() {
        return Stream.of(
                new Settings(1000, 0, 0, 9, false, false, 0),
                new Settings(1000, 0, 0, 8, true, false, 0),
                new Settings(1000, 0, 0, 8, false, true, 0),
                new Settings(1000, 0, 0, 8, false, false, Settings.BY_HAND));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void unsupportedSettingsAreRefused(Settings settings) {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            assertThatThrownBy(() -> port.configure(settings))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("SPI(/dev/spidev0)", "BLINKA_PROVIDER=linux");
            assertThat(Fixture.log()).isEmpty();
        }
    }

    @Test
    void chipSelectsBeyondThoseOfThisPi4JAreRefused() {
        try (var fixture = fixture("fake").file("dev/spidev0.11", "");
                var port = open(fixture)) {
            assertThatThrownBy(() -> port.configure(new Settings(1000, 0, 0, 8, false, false, 11)))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("chip selects [0, 1, 2", "11");
        }
    }

    /** linuxfs 2 and 3 write the mode as the old one with bits added. */
    @Test
    void linuxfsIsNotToldToClearModeBits() {
        try (var fixture = new Fixture(root, "linuxfs").file("dev/spidev5.0", "")) {
            try (var port = open(fixture, 5)) {
                port.configure(new Settings(1000, 0, 0, 8, false, false, 0));
                port.configure(new Settings(1000, 0, 1, 8, false, false, 0));
                port.configure(new Settings(1000, 1, 1, 8, false, false, 0));
                Fixture.log();
                assertThatThrownBy(() -> port.configure(new Settings(1000, 0, 0, 8, false, false, 0)))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll("linuxfs", "mode 0", "BLINKA_PROVIDER=linux");
                assertThatThrownBy(() -> port.transfer(null, 0, null, 0, 1, false))
                        .isInstanceOf(IllegalStateException.class);
                assertThat(Fixture.log()).isEmpty();
            }
            // The kernel keeps the mode when the file is closed.
            try (var port = open(fixture, 5)) {
                assertThatThrownBy(() -> port.configure(new Settings(1000, 0, 1, 8, false, false, 0)))
                        .isInstanceOf(NotAvailableException.class);
            }
        }
    }

    @Test
    void linuxfsIsNotOpenedTwiceAlthoughItReportsThatItIsClosed() {
        try (var fixture = new Fixture(root, "linuxfs").file("dev/spidev6.0", "");
                var port = open(fixture, 6)) {
            FakePlugin.spiSaysClosed = true;
            port.configure(FIRST);
            assertThat(Fixture.log()).doesNotContain("open");
        }
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            FakePlugin.spiSaysClosed = true;
            port.configure(FIRST);
            assertThat(Fixture.log()).contains("open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm", "aarch64"})
    void linuxfsCannotUseSpiOn32BitArm(String processor) {
        String before = System.getProperty("os.arch");
        System.setProperty("os.arch", processor);
        try (var fixture = fixture("linuxfs")) {
            if (processor.equals("arm")) {
                assertThatThrownBy(() -> open(fixture))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll("32-bit ARM", "64-bit system", "BLINKA_PROVIDER=linux");
            } else {
                open(fixture).close();
            }
        } finally {
            System.setProperty("os.arch", before);
        }
    }

    @Test
    void anErrorThatIsOnlyReturnedIsThrown() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            FakePlugin.spiResult = -1;
            assertThatThrownBy(() -> port.transfer(new byte[3], 0, null, 0, 3, false))
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("3 bytes", "/dev/spidev0.0");
        }
    }

    @Test
    void anErrorThatIsThrownHasItsNumber() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            port.configure(FIRST);
            FakePlugin.error = "Cannot send after transport endpoint shutdown";
            assertThatThrownBy(() -> port.transfer(new byte[3], 0, null, 0, 3, false))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.errno()).isEqualTo(108))
                    .hasMessageContainingAll("pen the bus again");
        }
    }

    @Test
    void theErrorForABusWithoutDeviceFilesSaysHowToEnableIt() {
        try (var fixture = fixture("fake")) {
            assertThatThrownBy(() -> open(fixture, 1))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("/dev/spidev1.0 does not exist", "dtparam=spi=on");
            assertThatThrownBy(() -> open(fixture, 32))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("/dev/spidev6");
        }
    }
}
