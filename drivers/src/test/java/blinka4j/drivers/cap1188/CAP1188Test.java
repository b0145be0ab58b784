// SPDX-License-Identifier: MIT
package blinka4j.drivers.cap1188;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimCAP1188;
import org.junit.jupiter.api.Test;

class CAP1188Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimCAP1188 chip = new SimCAP1188().temperature(-12.5);
        CAP1188 sensor = new CAP1188(new I2C(new SimI2CBus().attach(CAP1188.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
