// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31855;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMAX31855;
import org.junit.jupiter.api.Test;

class MAX31855Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimMAX31855 chip = new SimMAX31855().temperature(-12.5);
        MAX31855 sensor = new MAX31855(new I2C(new SimI2CBus().attach(MAX31855.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
