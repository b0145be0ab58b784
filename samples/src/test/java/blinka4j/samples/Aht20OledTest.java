// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.testing.Simulated;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Simulated
class Aht20OledTest {
    private final SimSSD1306 oled = new SimSSD1306(128, 32);

    @BeforeEach
    void attach(SimI2CBus i2c, SimAHTx0 sensor) {
        i2c.attach(0x3C, oled);
        sensor.temperature(21.5).humidity(40);
    }

    @Test
    void showsWhatTheSensorMeasures(SimBoard board) {
        board.runFor(this::program, ofSeconds(1));

        assertThat(oled).looksLike("aht20-21.5-40.png");
    }

    @Test
    void showsFrost(SimBoard board, SimAHTx0 sensor) {
        board.clock().after(ofSeconds(3), () -> sensor.temperature(-3.5).humidity(100));

        board.runFor(this::program, ofMillis(5_500));

        assertThat(oled).looksLike("aht20-frost.png");
    }

    @Test
    void keepsTheLastPictureIfTheSensorDoesNotAnswer(SimBoard board, SimI2CBus i2c) {
        board.clock().after(ofSeconds(3), () -> i2c.unplug(0x38));

        assertThatThrownBy(this::program).isInstanceOf(BusException.class);

        assertThat(oled).looksLike("aht20-21.5-40.png");
    }

    @Test
    void tellsThatTheDisplayIsMissing(SimI2CBus i2c) {
        i2c.unplug(0x3C);

        assertThatThrownBy(this::program)
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x3c");
    }

    private void program() {
        Aht20Oled.main(new String[0]);
    }
}
