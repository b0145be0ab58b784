// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pi4JI2CTest {
    private static final I2CBus BUS = new I2CBus("/dev/i2c-1", null, null, "add dtparam=i2c_arm=on and reboot");

    @TempDir
    private Path root;

    private Fixture fixture(String prefix) {
        return new Fixture(root, prefix).file("dev/i2c-1", "").folder("sys/bus/i2c/devices/i2c-1");
    }

    private static I2CPort open(Fixture fixture) {
        return Pi4JI2C.open(fixture.host, fixture.contexts, BUS, 100_000, 0);
    }

    @Test
    void oneObjectPerAddressIsMadeAndClosed() {
        try (var fixture = fixture("fake")) {
            I2CPort port = open(fixture);
            byte[] bytes = {1, 2, 3, 4};
            port.transfer(0x48, bytes, 1, 3, bytes, 0, 0);
            port.transfer(0x48, bytes, 0, 0, bytes, 2, 4);
            port.transfer(0x49, bytes, 0, 1, bytes, 0, 0);
            assertThat(Fixture.log()).containsExactly("i2c 1 0x48", "write 02 03", "read 2", "i2c 1 0x49", "write 01");
            // 0xf0 is not taken for a negative number, as it would be one byte at a time.
            assertThat(bytes).containsExactly(1, 2, 0xF0, 0xF1);
            port.close();
            port.close();
            assertThat(Fixture.log()).containsExactly("close 0x48", "close 0x49");
            assertThatThrownBy(() -> port.transfer(0x48, bytes, 0, 1, bytes, 0, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> port.probe(0x48)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aRegisterIsReadWithARepeatedStartWhereverItIsToGo() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            byte[] in = new byte[6];
            port.transfer(0x50, new byte[] {9, 0x12, 0x34, 9}, 1, 3, in, 2, 5);
            assertThat(Fixture.log()).containsExactly("i2c 1 0x50", "register 12 34, read 3");
            assertThat(in).containsExactly(0, 0, 0xF0, 0xF1, 0xF2, 0);
            byte[] same = {7, 0, 0, 0};
            port.transfer(0x50, same, 0, 1, same, 1, 3);
            assertThat(same).containsExactly(7, 0xF0, 0xF1, 0);
            port.transfer(0x50, new byte[] {1, 2, 3, 4, 5, 6}, 0, 6, in, 0, 1);
            assertThat(Fixture.log()).containsExactly("register 07, read 2", "register 01 02 03 04 05 06, read 1");
        }
    }

    /** The messages are those of the C library's strerror. linuxfs and ffm report nothing else. */
    @ParameterizedTest
    @CsvSource({
        "Remote I/O error, NO_ACKNOWLEDGE, 121",
        "No such device or address, NO_ACKNOWLEDGE, 6",
        "No such device, OTHER, 19",
        "Connection timed out, TIMEOUT, 110",
        "Resource temporarily unavailable, ARBITRATION_LOST, 11",
        "Device or resource busy, BUSY, 16",
        "Input/output error, OTHER, 5",
        "Entfernter E/A-Fehler, OTHER, 0",
    })
    void theKindOfAnErrorIsFoundByTheWordsOfTheSystem(String words, Kind kind, int errno) {
        try (var fixture = fixture("linuxfs");
                var port = open(fixture)) {
            FakePlugin.error = words;
            assertThatThrownBy(() -> port.transfer(0x48, new byte[1], 0, 1, new byte[0], 0, 0))
                    .isInstanceOfSatisfying(BusException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.errno()).isEqualTo(errno);
                        assertThat(e).hasMessageContainingAll("I2C(/dev/i2c-1)", "0x48");
                    });
        }
    }

    /** linuxfs treats a refused address as selected, and would send the next transfer to the address before. */
    @Test
    void aRefusedAddressIsNotUsedBeforeAnotherOne() {
        try (var fixture = fixture("linuxfs");
                var port = open(fixture)) {
            byte[] one = new byte[1];
            port.transfer(0x48, one, 0, 1, one, 0, 0);
            FakePlugin.error = "Device or resource busy";
            assertThatThrownBy(() -> port.transfer(0x68, one, 0, 1, one, 0, 0)).isInstanceOf(BusException.class);
            Fixture.log();
            assertThatThrownBy(() -> port.transfer(0x68, one, 0, 1, one, 0, 0))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
            assertThat(Fixture.log()).isEmpty();
            port.transfer(0x48, one, 0, 1, one, 0, 0);
            port.transfer(0x68, one, 0, 1, one, 0, 0);
            assertThat(Fixture.log()).containsExactly("write 00", "write 00");
        }
    }

    @Test
    void aDriverOfTheKernelThatHoldsTheAddressIsNamed() {
        try (var fixture = fixture("ffm").folder("sys/bus/i2c/drivers/rtc-ds1307")) {
            fixture.link("sys/bus/i2c/devices/1-0068/driver", "sys/bus/i2c/drivers/rtc-ds1307");
            try (var port = open(fixture)) {
                assertThatThrownBy(() -> port.transfer(0x68, new byte[1], 0, 1, new byte[1], 0, 1))
                        .isInstanceOfSatisfying(
                                BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                        .hasMessageContainingAll("rtc-ds1307", "unbind");
                assertThat(port.probe(0x68)).isTrue();
                assertThat(Fixture.log()).isEmpty();
            }
        }
    }

    @Test
    void aProbeReadsAByte() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            assertThat(port.probe(0x48)).isTrue();
            FakePlugin.error = "Remote I/O error";
            assertThat(port.probe(0x49)).isFalse();
            // The words of another language: what is absent must not end a scan.
            FakePlugin.error = "Entfernter E/A-Fehler";
            assertThat(port.probe(0x49)).isFalse();
            assertThat(Fixture.log()).containsExactly("i2c 1 0x48", "read 1", "i2c 1 0x49", "read 1", "read 1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Connection timed out, TIMEOUT",
        "Resource temporarily unavailable, ARBITRATION_LOST",
        "Input/output error, OTHER",
        "No such device, OTHER"
    })
    void aProbeReportsAFaultOfTheBus(String error, Kind kind) {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            FakePlugin.error = error;
            assertThatThrownBy(() -> port.probe(0x49))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
    }

    @Test
    void anotherKindOfDeviceIsRefused() {
        try (var fixture = fixture("fake")) {
            assertThatThrownBy(() -> Pi4JI2C.open(
                            Host.local(), fixture.contexts, new I2CBus("/dev/null", null, null, ""), 100_000, 0))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("/dev/null", "'mem' (1:3)", "I2C bus");
        }
    }

    @Test
    void theAddressAloneCannotBeSent() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            assertThatThrownBy(() -> port.transfer(0x48, new byte[0], 0, 0, new byte[0], 0, 0))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("0x48", "byte", "BLINKA_PROVIDER=linux");
            assertThat(Fixture.log()).isEmpty();
        }
    }

    @Test
    void transfersThatLinuxfsWouldSplitOrCannotHoldAreRefused() {
        try (var fixture = fixture("linuxfs");
                var port = open(fixture)) {
            byte[] big = new byte[8193];
            port.transfer(0x50, big, 0, 8192, big, 0, 0);
            port.transfer(0x50, big, 0, 2, big, 0, 2014);
            Fixture.log();
            assertThatThrownBy(() -> port.transfer(0x50, big, 0, 8193, big, 0, 0))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("8192");
            assertThatThrownBy(() -> port.transfer(0x50, big, 0, 2, big, 0, 2015))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("2016");
            assertThat(Fixture.log()).isEmpty();
        }
    }

    @Test
    void aTimeoutCannotBeSet() {
        try (var fixture = fixture("fake")) {
            assertThatThrownBy(() -> Pi4JI2C.open(fixture.host, fixture.contexts, BUS, 100_000, 1000))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("timeout", "Use 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake", "linuxfs"})
    void theErrorForAMissingBusSaysHowToEnableIt(String prefix) {
        try (var fixture = new Fixture(root, prefix)) {
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("/dev/i2c-1 does not exist", "dtparam=i2c_arm=on");
        }
    }

    @Test
    void linuxfsNeedsAnEntryInSys() {
        try (var fixture = new Fixture(root, "linuxfs").file("dev/i2c-1", "")) {
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("/sys/bus/i2c/devices/i2c-1");
        }
    }

    @Test
    void aBusByAnotherNameIsFoundByItsLink() throws Exception {
        try (var fixture = fixture("fake")) {
            Files.createSymbolicLink(root.resolve("dev/i2c-arm"), Path.of("i2c-1"));
            try (var port = Pi4JI2C.open(
                    fixture.host, fixture.contexts, new I2CBus("/dev/i2c-arm", null, null, ""), 100_000, 0)) {
                port.transfer(0x48, new byte[1], 0, 1, new byte[0], 0, 0);
            }
            assertThat(Fixture.log()).startsWith("i2c 1 0x48");
        }
    }
}
