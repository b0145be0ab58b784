// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.WordRegisters;

/**
 * Microchip MCP9808: temperature to 1/16 °C, with an upper, a lower and a critical limit; I2C, address 0x18 to 0x1F.
 *
 * <p>A new temperature is measured at once, except in shutdown, where the last one stays. The alert output and the
 * hysteresis are not simulated.
 *
 * <p>Data sheet: DS20005095.
 */
public final class SimMCP9808 implements SimI2CDevice {
    private static final int CONFIG = 1;
    private static final int UPPER = 2;
    private static final int LOWER = 3;
    private static final int CRITICAL = 4;
    private static final int AMBIENT = 5;
    private static final int MANUFACTURER = 6;
    private static final int DEVICE = 7;
    private static final int RESOLUTION = 8;

    private static final int SHUTDOWN = 1 << 8;
    private static final int LIMIT_BITS = 0x1FFC;

    private final WordRegisters registers = new WordRegisters().pointerMask(0x0F);
    private volatile double temperature = 22.5;

    /** At 22.5 °C. */
    public SimMCP9808() {
        registers
                .word(CONFIG, 0)
                .word(UPPER, 0)
                .word(LOWER, 0)
                .word(CRITICAL, 0)
                .word(AMBIENT, 0)
                .word(MANUFACTURER, 0x0054)
                .word(DEVICE, 0x0400)
                .bytes(RESOLUTION, 3)
                .readOnly(AMBIENT, MANUFACTURER, DEVICE);
        registers.onRead(register -> {
            if (register == AMBIENT && (registers.word(CONFIG) & SHUTDOWN) == 0) {
                registers.word(AMBIENT, measure());
            }
        });
        registers.onWrite((register, value) -> {
            if (register >= UPPER && register <= CRITICAL) {
                registers.word(register, value & LIMIT_BITS);
            } else if (register == RESOLUTION) {
                registers.bytes(RESOLUTION, value & 3);
            }
        });
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature;
    }

    /**
     * Sets the temperature.
     *
     * @param celsius -40 to 125
     */
    public SimMCP9808 temperature(double celsius) {
        temperature = Range.check("temperature", celsius, -40, 125, "°C");
        return this;
    }

    /** The chip's registers, to make it another one or a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    @Override
    public void attached(SimI2CBus bus) {
        registers.attached(bus);
    }

    @Override
    public boolean start(boolean read) {
        return registers.start(read);
    }

    @Override
    public boolean write(int value) {
        return registers.write(value);
    }

    @Override
    public int read() {
        return registers.read();
    }

    @Override
    public void stop() {
        registers.stop();
    }

    @Override
    public String toString() {
        return "SimMCP9808";
    }

    private int measure() {
        int unused = 3 - (registers.bytes(RESOLUTION)[0] & 3);
        int sixteenths = (int) Math.round(temperature * 16) & -(1 << unused);
        int value = sixteenths & 0x1FFF;
        if (sixteenths >= limit(CRITICAL)) {
            value |= 1 << 15;
        }
        if (sixteenths > limit(UPPER)) {
            value |= 1 << 14;
        }
        if (sixteenths < limit(LOWER)) {
            value |= 1 << 13;
        }
        return value;
    }

    /** In 1/16 °C, from 13 bits in two's complement. */
    private int limit(int register) {
        return (registers.word(register) << 19) >> 19;
    }
}
