// SPDX-License-Identifier: MIT
package blinka4j.drivers.tsl2591;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTSL2591;
import org.junit.jupiter.api.Test;

class TSL2591Test {
    @Test
    void theTemperatureIsThatOfTheChip() {
        SimTSL2591 chip = new SimTSL2591().temperature(-12.5);
        TSL2591 sensor = new TSL2591(new I2C(new SimI2CBus().attach(TSL2591.DEFAULT_ADDRESS, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.1));
    }
}
