// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * InvenSense MPU-6050: acceleration, rotation and temperature; I2C, address 0x68 or 0x69. Data sheet: RM-MPU-6000A-00.
 *
 * <p>The chip measures at its sample rate, or at the rate of cycle mode, in the ranges of that moment, unless it sleeps or its clock is
 * stopped. The FIFO has what {@link #fifo} puts there. Self test, filter, interrupts and other sensors are not simulated.
 */
public final class SimMPU6050 extends SimChip {
    private static final int USER_CTRL = 0x6A;
    private static final int POWER = 0x6B;
    private static final int FIFO_COUNT = 0x72;
    private static final int FIFO = 0x74;
    private static final double[] CYCLE_HERTZ = {1.25, 5, 20, 40};
    private static final double[] PER_DEGREE = {131, 65.5, 32.8, 16.4};

    private final Registers8 registers = new Registers8().port(FIFO);
    private final Quantity[] axes = new Quantity[6];
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 25);
    private final Queue<Integer> fifo = new ArrayDeque<>();
    private long measuredAt;

    public SimMPU6050() {
        for (int i = 0; i < 3; i++) {
            axes[i] = measures("acceleration " + "xyz".charAt(i), -200, 200, "m/s²", i == 2 ? 9.81 : 0);
            axes[3 + i] = measures("rotation " + "xyz".charAt(i), -40, 40, "rad/s", 0);
        }
        registers.register(0x75, 0x68).register(POWER, 0x40);
        registers.readOnlyRange(0x3A, 0x60).readOnlyRange(FIFO_COUNT, 0x75).selfClearing(POWER, 0x80);
        registers.selfClearing(0x68, 0x07).selfClearing(USER_CTRL, 0x07);
        registers.onRead(this::reading).onWrite(this::written).onPowerOn(fifo::clear);
        onI2c(registers);
    }

    /** Puts bytes into the FIFO. */
    public synchronized void fifo(int... bytes) {
        for (int each : bytes) {
            fifo.add(each);
        }
        registers.u16be(FIFO_COUNT, fifo.size());
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    private void written(int register, int value) {
        boolean reset = register == POWER && (value & 0x80) != 0;
        if (reset) {
            for (int i = 0x0D; i <= 0x72; i++) {
                registers.register(i, 0);
            }
            registers.register(POWER, 0x40);
        }
        if (reset || (register == USER_CTRL && (value & 0x44) == 0x04)) {
            fifo.clear();
            registers.u16be(FIFO_COUNT, 0);
        }
    }

    private void reading(int register) {
        if (register == FIFO) {
            Integer next = fifo.poll();
            registers.register(FIFO, next == null ? 0xFF : next).u16be(FIFO_COUNT, fifo.size());
        } else {
            measure();
        }
    }

    private void measure() {
        int power = registers.register(POWER);
        boolean cycles = (power & 0x20) != 0;
        double hertz = cycles ? CYCLE_HERTZ[registers.register(0x6C) >> 6] : 1000.0 / (1 + registers.register(0x19));
        long period = (long) (1e9 / hertz);
        long since = clock().nanos() - measuredAt;
        if ((power & 0x40) != 0 || (power & 7) == 7 || since < period) {
            return;
        }
        measuredAt += since - since % period;
        double perG = 16384 >> (registers.register(0x1C) >> 3 & 3);
        double perDegree = PER_DEGREE[registers.register(0x1B) >> 3 & 3];
        for (int i = 0; i < 3; i++) {
            registers.u16be(0x3B + 2 * i, clipped(axes[i].value() / 9.80665 * perG));
            registers.u16be(0x43 + 2 * i, clipped(Math.toDegrees(axes[3 + i].value()) * perDegree));
        }
        registers.u16be(0x41, clipped((temperature.value() - 36.53) * 340));
    }

    private static int clipped(double steps) {
        return (int) Math.max(-32768, Math.min(32767, Math.round(steps)));
    }
}
