// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpr121;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMPR121;
import org.junit.jupiter.api.Test;

class MPR121Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimMPR121 chip = new SimMPR121().temperature(-12.5);
        MPR121 sensor = new MPR121(new I2C(new SimI2CBus().attach(MPR121.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
