// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimFRAM;
import org.junit.jupiter.api.Test;

class FRAMTest {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimFRAM chip = new SimFRAM().temperature(-12.5);
        FRAM sensor = new FRAM(new I2C(new SimI2CBus().attach(FRAM.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
