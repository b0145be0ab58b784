// SPDX-License-Identifier: MIT
package blinka4j.drivers.tcs34725;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTCS34725;
import org.junit.jupiter.api.Test;

class TCS34725Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimTCS34725 chip = new SimTCS34725().temperature(-12.5);
        TCS34725 sensor = new TCS34725(new I2C(new SimI2CBus().attach(TCS34725.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
