// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31865;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMAX31865;
import org.junit.jupiter.api.Test;

class MAX31865Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimMAX31865 chip = new SimMAX31865().temperature(-12.5);
        MAX31865 sensor = new MAX31865(new I2C(new SimI2CBus().attach(MAX31865.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
