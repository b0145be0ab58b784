// SPDX-License-Identifier: MIT
package blinka4j.drivers.apds9960;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimAPDS9960;
import org.junit.jupiter.api.Test;

class APDS9960Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimAPDS9960 chip = new SimAPDS9960().temperature(-12.5);
        APDS9960 sensor = new APDS9960(new I2C(new SimI2CBus().attach(APDS9960.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
