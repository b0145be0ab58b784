// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * NXP PCT2075: temperature in steps of 0.125 °C; I2C, address 0x37 on Adafruit's board. Data sheet: NXP PCT2075.
 *
 * <p>The chip measures at each read. In shutdown it keeps the last temperature. The output pin is not simulated.
 */
public final class SimPCT2075 extends SimChip {
    private static final int TEMPERATURE = 0;
    private static final int CONFIG = 1;
    private static final int HYSTERESIS = 2;
    private static final int OVERTEMPERATURE = 3;
    private static final int IDLE = 4;
    private static final int SHUTDOWN = 1;

    private final WordRegisters registers = new WordRegisters().pointerMask(0x07);
    private final Quantity temperature = measures("temperature", -55, 125, "°C", 22.5);

    public SimPCT2075() {
        registers.word(TEMPERATURE, 0).readOnly(TEMPERATURE).bytes(CONFIG, 0).bytes(IDLE, 0);
        registers.word(HYSTERESIS, 75 << 8).bits(HYSTERESIS, 0xFF80);
        registers.word(OVERTEMPERATURE, 80 << 8).bits(OVERTEMPERATURE, 0xFF80);
        registers.onRead(register -> {
            if (register == TEMPERATURE && (registers.word(CONFIG) & SHUTDOWN) == 0) {
                registers.word(TEMPERATURE, (int) Math.round(temperature.value() * 8) << 5);
            }
        });
        onI2c(registers);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -55 to 125 °C. */
    public SimPCT2075 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }
}
