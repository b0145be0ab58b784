// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.busio.I2C;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;

/** The driver under test. Data sheet: Microchip DS25095A. */
// README: the driver
final class Thermometer {
    private final Scaled temperature;
    private final Scaled alarm;

    Thermometer(I2C i2c) {
        Registers chip = new Registers(i2c, 0x18);
        chip.u16be(0x06).require(0x0054, "MCP9808");
        temperature = chip.u16be(0x05).bits(0, 13).signed().scaled(1 / 16.0);
        alarm = chip.u16be(0x02).bits(2, 11).signed().alone().scaled(0.25, "alarm", "°C");
    }

    /** In °C. */
    double temperature() {
        return temperature.get();
    }

    /** Switches the alarm on above this temperature in °C. */
    void alarm(double celsius) {
        alarm.set(celsius);
    }
}
// end
