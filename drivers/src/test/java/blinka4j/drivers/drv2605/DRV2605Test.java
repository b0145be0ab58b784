// SPDX-License-Identifier: MIT
package blinka4j.drivers.drv2605;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimDRV2605;
import org.junit.jupiter.api.Test;

class DRV2605Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimDRV2605 chip = new SimDRV2605().temperature(-12.5);
        DRV2605 sensor = new DRV2605(new I2C(new SimI2CBus().attach(DRV2605.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
