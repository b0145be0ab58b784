// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.WordRegisters;

/**
 * NXP PCT2075: temperature to 0.125 °C; I2C, address 0x37 on Adafruit's board.
 *
 * <p>A new temperature is measured at once, except in shutdown, where the last one stays. The output pin is not
 * simulated.
 *
 * <p>Data sheet: NXP PCT2075.
 */
public final class SimPCT2075 implements SimI2CDevice {
    private static final int TEMPERATURE = 0;
    private static final int CONFIG = 1;
    private static final int HYSTERESIS = 2;
    private static final int OVERTEMPERATURE = 3;
    private static final int IDLE = 4;

    private static final int SHUTDOWN = 1;
    private static final int LIMIT_BITS = 0xFF80;

    private final WordRegisters registers = new WordRegisters().pointerMask(0x07);
    private volatile double temperature = 22.5;

    /** At 22.5 °C. */
    public SimPCT2075() {
        registers
                .word(TEMPERATURE, 0)
                .bytes(CONFIG, 0)
                .word(HYSTERESIS, 75 << 8)
                .word(OVERTEMPERATURE, 80 << 8)
                .bytes(IDLE, 0)
                .readOnly(TEMPERATURE);
        registers.onRead(register -> {
            if (register == TEMPERATURE && (registers.word(CONFIG) & SHUTDOWN) == 0) {
                registers.word(TEMPERATURE, (int) Math.round(temperature * 8) << 5);
            }
        });
        registers.onWrite((register, value) -> {
            if (register == HYSTERESIS || register == OVERTEMPERATURE) {
                registers.word(register, value & LIMIT_BITS);
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
     * @param celsius -55 to 125
     */
    public SimPCT2075 temperature(double celsius) {
        temperature = Range.check("temperature", celsius, -55, 125, "°C");
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
        return "SimPCT2075";
    }
}
