// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimHT16K33;
import org.junit.jupiter.api.Test;

class HT16K33Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimHT16K33 chip = new SimHT16K33().temperature(-12.5);
        HT16K33 sensor = new HT16K33(new I2C(new SimI2CBus().attach(HT16K33.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
