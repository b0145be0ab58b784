// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Register values from QEMU's test of the same chip and from the data sheet's table of gains. */
class SimLSM303DLHMagTest extends ChipTest {
    private final SimLSM303DLHMag chip = new SimLSM303DLHMag().magnetic(100, 150, 50);

    SimLSM303DLHMagTest() {
        super(0x1E);
        bus.attach(0x1E, chip);
    }

    @Test
    void theAxesAreInTheOrderXZYWithGainsOfTheirOwn() {
        write(0x02, 0);
        // 1 gauss at 1100, 0.5 gauss at 980, 1.5 gauss at 1100.
        assertThat(read(6, 0x03)).containsExactly(1100 >> 8, 1100, 490 >> 8, 490, 1650 >> 8, 1650);
    }

    @Test
    void asleepItMeasuresNothing() {
        assertThat(read(6, 0x03)).containsOnly(0);
        assertThat(register(0x09) & 1).isZero();
    }

    @Test
    void aSingleMeasurementIsMadeWhenItIsOrdered() {
        write(0x02, 1);
        chip.magnetic(0, 0, 0);
        assertThat(word(0x03)).isEqualTo(1100);
        assertThat(register(0x02) & 3).isEqualTo(3);
    }

    @Test
    void theGainScalesAndNegativeFieldsAreInTwosComplement() {
        chip.magnetic(-100, 800, -100);
        write(0x02, 0);
        write(0x01, 0xE0);
        assertThat(word(0x03)).isEqualTo(0x10000 - 230);
        assertThat(word(0x05)).isEqualTo(0x10000 - 205);
        assertThat(word(0x07)).isEqualTo(1840);
    }

    @Test
    void aFieldBeyondTheRangeIsSaid() {
        chip.magnetic(200, 0, 0);
        write(0x02, 0);
        assertThat(word(0x03)).isEqualTo(0xF000);
    }

    @Test
    void saysWhatItIs() {
        write(0x0A, 0, 0, 0);
        assertThat(read(3, 0x0A)).containsExactly('H', '4', '3');
    }
}
