// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimSHT4xTest extends ChipTest {
    private final SimSHT4x chip = new SimSHT4x();

    SimSHT4xTest() {
        super(0x44);
        bus.attach(0x44, chip);
    }

    /** Bytes and checksums that periph's tests recorded from a real chip. */
    @Test
    void givesTheBytesOfARealChip() {
        chip.temperature(25.3792).humidity(31.4056);
        write(0xFD);
        pass(Duration.ofMillis(10));
        assertThat(read(6)).containsExactly(0x66, 0xF4, 0xC8, 0x4C, 0x9B, 0x6F);
    }

    @ParameterizedTest
    @CsvSource({
        "0xFD, 8300",
        "0xF6, 4500",
        "0xE0, 1600",
        "0x39, 1100000",
        "0x32, 110000",
        "0x2F, 1100000",
        "0x24, 110000",
        "0x1E, 1100000",
        "0x15, 110000"
    })
    void aMeasurementTakesTheTimeOfTheDataSheet(String command, long micros) {
        write(Integer.decode(command));
        pass(Duration.ofNanos(micros * 1000 - 1_000_000));
        assertThatThrownBy(() -> read(6)).isInstanceOf(BusException.class);
        pass(Duration.ofMillis(1));
        assertThat(read(6)).hasSize(6);
    }

    @Test
    void aMeasurementIsReadOnce() {
        write(0xE0);
        pass(Duration.ofMillis(2));
        read(6);
        assertThatThrownBy(() -> read(6)).isInstanceOf(BusException.class);
        write(0xE0);
        pass(Duration.ofMillis(2));
        assertThat(read(6)).hasSize(6);
    }

    @Test
    void theSerialNumberHasAChecksumForEachWord() {
        // The data sheet's example: the checksum of 0xBEEF is 0x92.
        chip.serialNumber(0xBEEFBEEF);
        write(0x89);
        assertThat(read(6)).containsExactly(0xBE, 0xEF, 0x92, 0xBE, 0xEF, 0x92);
    }

    @Test
    void humidityGoesFromZeroToHundred() {
        chip.humidity(0);
        write(0xE0);
        pass(Duration.ofMillis(2));
        byte[] dry = read(6);
        assertThat((dry[3] & 0xFF) << 8 | dry[4] & 0xFF).isEqualTo(3146);
        assertThatThrownBy(() -> chip.humidity(100.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chip.temperature(130)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Data sheet, 4.4: commands that are none are not acknowledged. */
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x2C, 0xE1, 0xFE, 0xFF})
    void aCommandThatItDoesNotHaveIsRefused(int command) {
        assertThatThrownBy(() -> write(command)).isInstanceOf(BusException.class);
    }
}
