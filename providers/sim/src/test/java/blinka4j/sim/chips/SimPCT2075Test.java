// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Register values from the data sheet's table of temperatures. */
class SimPCT2075Test extends ChipTest {
    private final SimPCT2075 chip = new SimPCT2075();

    SimPCT2075Test() {
        super(0x37);
        bus.attach(0x37, chip);
    }

    @ParameterizedTest
    @CsvSource({
        "125, 0x7D00", "25, 0x1900", "0.125, 0x0020", "0, 0x0000",
        "-0.125, 0xFFE0", "-25, 0xE700", "-54.875, 0xC920", "-55, 0xC900"
    })
    void aTemperatureIsElevenBitsAtTheTop(double celsius, String expected) {
        chip.temperature(celsius);
        assertThat(word(0)).isEqualTo(Integer.decode(expected));
    }

    @Test
    void theLimitsBeginAt75And80DegreesAndHaveHalfDegrees() {
        assertThat(word(2)).isEqualTo(0x4B00);
        assertThat(word(3)).isEqualTo(0x5000);
        write(3, 0x1F, 0xFF);
        assertThat(word(3)).isEqualTo(0x1F80);
    }

    @Test
    void inShutdownTheLastTemperatureStays() {
        chip.temperature(25);
        assertThat(word(0)).isEqualTo(0x1900);
        write(1, 1);
        chip.temperature(-25);
        assertThat(word(0)).isEqualTo(0x1900);
        write(1, 0);
        assertThat(word(0)).isEqualTo(0xE700);
    }

    @Test
    void aTemperatureBeyondTheRangeIsRefused() {
        assertThatThrownBy(() -> chip.temperature(-55.1)).hasMessageContaining("-55.1");
    }
}
