// SPDX-License-Identifier: MIT
package blinka4j.drivers.bh1750;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimBH1750;
import org.junit.jupiter.api.Test;

class BH1750Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimBH1750 chip = new SimBH1750().temperature(-12.5);
        BH1750 sensor = new BH1750(new I2C(new SimI2CBus().attach(BH1750.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
