// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * ams TCS34725: red, green, blue and clear light; I2C, address 0x29. Data sheet: ams TCS3472.
 *
 * <p>A measurement takes 2.4 ms and the integration time. A change of the settings begins a new one; until it ends the chip
 * has the light of before. Wait time and persistence are not simulated.
 */
public final class SimTCS34725 extends SimChip {
    private static final int[] GAINS = {1, 4, 16, 60};

    private final Registers8 registers = new Registers8().pointerMask(0x1F);
    private final Quantity clear = measures("clear", 0, 1024, "counts in 2.4 ms", 200);
    private final Quantity red = measures("red", 0, 1024, "counts in 2.4 ms", 80);
    private final Quantity green = measures("green", 0, 1024, "counts in 2.4 ms", 70);
    private final Quantity blue = measures("blue", 0, 1024, "counts in 2.4 ms", 60);
    private boolean on;
    private int steps = 1;
    private int gain = 1;
    private Duration ready = Duration.ZERO;
    private boolean isCommand;
    private int repeated = -1;

    public SimTCS34725() {
        registers.register(1, 0xFF).register(0x12, 0x44);
        registers.readOnlyRange(0x12, 0x1B).bits(0, 0x1B);
        registers.onRead(register -> measure()).onPowerOn(() -> on = false);
        registers.onWrite((register, value) -> {
            measure();
            registers.register(0x13, registers.register(0x13) & (on ? 0x11 : 0x10));
            on = (registers.register(0) & 3) == 3;
            steps = 256 - registers.register(1);
            gain = GAINS[registers.register(0x0F) & 3];
            ready = clock().now().plusNanos((long) (2.4e6 * (1 + steps)));
        });
        onI2c(registers);
    }

    /** Sets all light and its colors: counts with the gain 1 in 2.4 ms, each 0 to 1024. */
    public SimTCS34725 light(double all, double ofRed, double ofGreen, double ofBlue) {
        clear.value(all);
        red.value(ofRed);
        green.value(ofGreen);
        blue.value(ofBlue);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public synchronized boolean start(boolean read) {
        isCommand = !read;
        return super.start(read);
    }

    /** The first byte has bit 7, and bits 6 and 5: 0 to read one register again and again, 1 for the next, 3 for a command. */
    @Override
    public synchronized boolean write(int value) {
        if (isCommand) {
            isCommand = false;
            repeated = (value & 0x60) == 0 ? value & 0x1F : -1;
            if (value == 0xE6) {
                registers.register(0x13, registers.register(0x13) & 0x01);
            }
        }
        return super.write(value);
    }

    @Override
    public synchronized int read() {
        if (repeated >= 0) {
            registers.start(false);
            registers.write(repeated);
        }
        return super.read();
    }

    private void measure() {
        if (on && clock().now().compareTo(ready) >= 0) {
            int all = counts(clear);
            registers.u16le(0x14, all, counts(red), counts(green), counts(blue));
            int low = registers.register(4) | registers.register(5) << 8;
            int high = registers.register(6) | registers.register(7) << 8;
            registers.register(0x13, registers.register(0x13) | (all < low || all > high ? 0x11 : 0x01));
        }
    }

    private int counts(Quantity light) {
        return (int) Math.min(Math.min(0xFFFF, 1024 * steps), Math.round(light.value() * steps * gain));
    }
}
