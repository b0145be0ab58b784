// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.SPI;
import blinka4j.provider.SpiPort.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SPIPlaybackTest {
    @Test
    void playsTheWholeConversation() {
        try (SPIPlayback bus = SPIPlayback.script()
                .writes(0xD0)
                .reads(0x60, 0x61)
                .sleeps(2)
                .exchanges(new int[] {0x9F, 0, 0}, new int[] {0xFF, 0xBF, 0x25})) {
            SPI spi = bus.spi();
            spi.write(new byte[] {0, (byte) 0xD0}, 1, 2);
            byte[] in = new byte[3];
            spi.readInto(in, 1, 3);
            assertThat(in).containsExactly(0, 0x60, 0x61);
            new SPIDevice(spi).sleep(Duration.ofMillis(2));
            spi.writeReadInto(new byte[] {(byte) 0x9F, 0, 0}, in);
            assertThat(in).containsExactly(0xFF, 0xBF, 0x25);
            assertThat(new BusClock(spi).nanos()).isEqualTo(2_000_000);
        }
    }

    @Test
    void anotherByteNamesStepExpectedAndGot() {
        SPI spi = new SPI(SPIPlayback.script().writes(1, 2));
        assertThatThrownBy(() -> spi.write(new byte[] {1, 3}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("step 1 of 1", "expected", "[0x01, 0x02]", "got", "[0x01, 0x03]");
    }

    @Test
    void otherLengthsSleepsAndTransfersBeyondTheEndAreMismatches() {
        assertThatThrownBy(() -> new SPI(SPIPlayback.script().reads(1)).readInto(new byte[2]))
                .hasMessageContaining("exchanging 2");
        assertThatThrownBy(() -> new SPIDevice(new SPI(SPIPlayback.script().sleeps(2))).sleep(Duration.ofMillis(3)))
                .hasMessageContaining("PT0.003S");
        assertThatThrownBy(() -> new SPI(SPIPlayback.script()).readInto(new byte[1]))
                .hasMessageContaining("nothing more");
    }

    @Test
    void theEndOfASelectIsAStepWhereTheScriptHasOne() {
        Settings settings = new Settings(1_000_000, 0, 0, 8, false, false, 0);
        byte[] out = {0x03};
        try (SPIPlayback bus =
                SPIPlayback.script().writes(0x03).reads(7).deselects().writes(0x03)) {
            bus.configure(settings);
            bus.transfer(out, 0, null, 0, 1, true);
            bus.transfer(null, 0, new byte[1], 0, 1, false);
            bus.transfer(out, 0, null, 0, 1, true);
        }
        try (SPIPlayback bus = SPIPlayback.script().writes(0x03).deselects()) {
            bus.transfer(out, 0, null, 0, 1, true);
            bus.transfer(null, 0, null, 0, 0, false);
        }
        SPIPlayback early = SPIPlayback.script().writes(0x03).reads(7).deselects();
        assertThatThrownBy(() -> early.transfer(out, 0, null, 0, 1, false))
                .hasMessageContaining("deselecting the chip");
    }

    @Test
    void whatTheDriverConfiguredCanBeLookedAt() {
        SPIPlayback bus = SPIPlayback.script();
        assertThat(bus.settings()).isNull();
        SPI spi = bus.spi();
        spi.configure(5_000_000, 1, 1);
        assertThat(bus.settings()).isEqualTo(new Settings(5_000_000, 1, 1, 8, false, false, Settings.BY_HAND));
        assertThat(spi.frequency()).isEqualTo(5_000_000);
    }

    @Test
    void anUnfinishedScriptFailsWhenItIsClosed() {
        assertThatThrownBy(() -> SPIPlayback.script().writes(1).close()).hasMessageContaining("0 of 1");
    }

    @Test
    void aScriptedFailureIsABusExceptionOfItsKind() {
        try (SPIPlayback bus = SPIPlayback.script().fails(Kind.TIMEOUT)) {
            SPI spi = bus.spi();
            assertThatThrownBy(() -> spi.write(new byte[1]))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void anExchangeHasAsManyBytesInAsOut() {
        assertThatThrownBy(() -> SPIPlayback.script().exchanges(new int[1], new int[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
