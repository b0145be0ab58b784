// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusExceptionTest {
    @Test
    void aChipThatHasLostItsSettingsIsNamedWithTheCauseAndTheCure() {
        BusException lost = BusException.settingsLost("I2C device at 0x77", "BMP280");
        assertThat(lost.kind()).isEqualTo(BusException.Kind.OTHER);
        assertThat(lost)
                .hasMessageContainingAll(
                        "I2C device at 0x77", "lost its settings", "power failed", "make a new BMP280");
    }
}
