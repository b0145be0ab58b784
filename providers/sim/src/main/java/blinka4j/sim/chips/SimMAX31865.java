// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/** Maker MAX31865: what it measures; I2C, address 0x38. Data sheet: MAX31865. */
public final class SimMAX31865 extends SimChip {
    // For a chip with commands: Commands.
    private final Registers8 registers = new Registers8();
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 20);

    public SimMAX31865() {
        registers.register(0x00, 0x5A).readOnly(0x00);
        registers.onRead(register -> registers.u16be(0x05, (int) Math.round(temperature() * 16)));
        onI2c(registers);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 85 °C. */
    public SimMAX31865 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }
}
