// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * ROHM BH1750FVI: ambient light; I2C, address 0x23. Data sheet: ROHM BH1750FVI.
 *
 * <p>A measurement takes the longest time of the data sheet: 180 ms, in the low resolution 24 ms. Until then the last one is
 * read. The measurement time register can be set; the time stays the same.
 */
public final class SimBH1750 extends SimChip {
    private static final int RESET = 0x07;
    private static final int DEFAULT_TIME = 69;

    private final Quantity light = measures("light", 0, 100_000, "lx", 250);
    private int command;
    private int timeRegister = DEFAULT_TIME;
    private int data;
    private Duration ready = Duration.ZERO;
    private boolean isLow;

    public SimBH1750() {
        // It has no registers; the methods below answer.
        onI2c(new Registers8(0));
    }

    /** The illuminance in lx. */
    public double light() {
        return light.value();
    }

    /** Sets the illuminance, 0 to 100,000 lx. */
    public SimBH1750 light(double lux) {
        light.value(lux);
        return this;
    }

    /** The last command: 0x10, 0x11 and 0x13 measure all the time, 0x20, 0x21 and 0x23 once; 0 after a single measurement. */
    public synchronized int command() {
        measure();
        return command;
    }

    @Override
    protected void powerOn() {
        command = data = 0;
        timeRegister = DEFAULT_TIME;
    }

    @Override
    public synchronized boolean start(boolean read) {
        measure();
        isLow = false;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        boolean isMeasurement = (value >> 4 == 1 || value >> 4 == 2) && (value & 0xC) == 0 && (value & 3) != 2;
        if (value <= 1 || isMeasurement) {
            command = value;
            ready = clock().now().plusMillis((value & 3) == 3 ? 24 : 180);
        } else if (value == RESET) {
            data = command <= 1 ? data : 0;
        } else if (value >> 3 == 0x08) {
            timeRegister = (timeRegister & 0x1F) | ((value & 7) << 5);
        } else if (value >> 5 == 3) {
            timeRegister = (timeRegister & 0xE0) | (value & 0x1F);
        } else {
            return false;
        }
        return true;
    }

    @Override
    public synchronized int read() {
        isLow = !isLow;
        return isLow ? data >> 8 : data & 0xFF;
    }

    @Override
    public synchronized void stop() {}

    private void measure() {
        if (command > 1 && clock().now().compareTo(ready) >= 0) {
            double perLux = 1.2 * timeRegister / DEFAULT_TIME * ((command & 3) == 1 ? 2 : 1);
            double steps = (command & 3) == 3 ? 4 * Math.round(light.value() * perLux / 4) : light.value() * perLux;
            data = (int) Math.min(0xFFFF, Math.round(steps));
            command = command >= 0x20 ? 0 : command;
        }
    }
}
