// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A board to simulate. */
public final class Boards {
    private Boards() {}

    /** Has the pins D2 to D27, an I2C bus, an SPI bus and a serial port. D12 and D18 have PWM. A0 is not a GPIO line. */
    public static BoardDefinition small() {
        Map<String, Line> pins = new LinkedHashMap<>();
        for (int i = 2; i <= 27; i++) {
            pins.put("D" + i, new Line("chip", i));
        }
        pins.put("SDA", new Line("chip", 2));
        pins.put("SCL", new Line("chip", 3));
        pins.put("CE0", new Line("chip", 8));
        pins.put("MISO", new Line("chip", 9));
        pins.put("MOSI", new Line("chip", 10));
        pins.put("SCLK", new Line("chip", 11));
        pins.put("TX", new Line("chip", 14));
        pins.put("RX", new Line("chip", 15));
        pins.put("A0", new Line(Line.NONE, 0));
        return new BoardDefinition(
                "TEST_BOARD",
                "Test board",
                pins,
                List.of(new BoardDefinition.I2CBus("alias:i2c1", "SCL", "SDA", "")),
                List.of(new BoardDefinition.SpiBus("alias:spi0", "SCLK", "MOSI", "MISO", List.of("CE0"), "")),
                List.of(new BoardDefinition.Uart("/dev/ttyS0", "TX", "RX", "")),
                List.of(
                        new BoardDefinition.PwmChannel("fe20c000.pwm", 0, "D12", ""),
                        new BoardDefinition.PwmChannel("fe20c000.pwm", 0, "D18", ""),
                        new BoardDefinition.PwmChannel("fe20c000.pwm", 1, null, "")),
                null);
    }
}
