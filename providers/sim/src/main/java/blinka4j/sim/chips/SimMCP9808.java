// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Microchip MCP9808: temperature in steps of 1/16 °C, with an upper, a lower and a critical limit; I2C, address 0x18 to 0x1F. Data sheet: DS20005095.
 *
 * <p>The chip measures at each read. In shutdown it keeps the last temperature. The alert output and the hysteresis are not
 * simulated.
 */
public final class SimMCP9808 extends SimChip {
    private static final int CONFIG = 1;
    private static final int UPPER = 2;
    private static final int LOWER = 3;
    private static final int CRITICAL = 4;
    private static final int AMBIENT = 5;
    private static final int MANUFACTURER = 6;
    private static final int DEVICE = 7;
    private static final int RESOLUTION = 8;
    private static final int SHUTDOWN = 1 << 8;

    private final WordRegisters registers = new WordRegisters().pointerMask(0x0F);
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);

    public SimMCP9808() {
        registers
                .word(CONFIG, 0)
                .word(UPPER, 0)
                .word(LOWER, 0)
                .word(CRITICAL, 0)
                .bytes(RESOLUTION, 3);
        registers.bits(UPPER, 0x1FFC).bits(LOWER, 0x1FFC).bits(CRITICAL, 0x1FFC).bits(RESOLUTION, 0x03);
        registers.word(AMBIENT, 0).word(MANUFACTURER, 0x0054).word(DEVICE, 0x0400);
        registers.readOnly(AMBIENT, MANUFACTURER, DEVICE);
        registers.onRead(register -> {
            if (register == AMBIENT && (registers.word(CONFIG) & SHUTDOWN) == 0) {
                registers.word(AMBIENT, measure());
            }
        });
        onI2c(registers);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 125 °C. */
    public SimMCP9808 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    private int measure() {
        int unused = 3 - registers.word(RESOLUTION);
        int sixteenths = (int) Math.round(temperature.value() * 16) & -(1 << unused);
        return (sixteenths & 0x1FFF)
                | (sixteenths >= limit(CRITICAL) ? 1 << 15 : 0)
                | (sixteenths > limit(UPPER) ? 1 << 14 : 0)
                | (sixteenths < limit(LOWER) ? 1 << 13 : 0);
    }

    /** A limit in 1/16 °C, from 13 bits in two's complement. */
    private int limit(int register) {
        return (registers.word(register) << 19) >> 19;
    }
}
