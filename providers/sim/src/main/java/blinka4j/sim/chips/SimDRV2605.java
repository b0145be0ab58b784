// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * TI DRV2605L: vibration motor driver; I2C, address 0x5A. Data sheet: TI SLOS854.
 *
 * <p>It plays the sequence: each effect takes 0.2 s here, as the data sheet has no times, and a pause its own. The diagnosis and the
 * calibration take 1 s and find a good motor. The other modes, the loops and the pin IN/TRIG are not simulated.
 */
public final class SimDRV2605 extends SimChip {
    private static final int MODE = 0x01;
    private static final int LIBRARY = 0x03;
    private static final int SEQUENCE = 0x04;
    private static final int GO = 0x0C;
    private static final int BATTERY = 0x21;
    private static final int PERIOD = 0x22;
    private static final int STANDBY = 0x40;
    private static final int WAIT = 0x80;

    private static final long MILLISECOND = 1_000_000;

    private final Registers8 registers = new Registers8();
    private final Quantity supply = measures("supply", 2, 5.2, "V", 3.3);
    private final Quantity resonance = measures("resonance", 50, 300, "Hz", 175);
    private long endsAt;

    public SimDRV2605() {
        registers.readOnly(0x00, BATTERY, PERIOD).selfClearing(MODE, 0x80);
        registers.onRead(register -> update()).onWrite(this::written);
        onI2c(registers);
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    /** Whether the motor vibrates, or pauses within a sequence. */
    public synchronized boolean isPlaying() {
        update();
        return registers.register(GO) != 0;
    }

    @Override
    protected void powerOn() {
        registers.register(0x00, 0xE0, STANDBY, 0, 1, 1).register(SEQUENCE + 1, new int[0x11 - SEQUENCE - 1]);
        registers.register(
                0x11, 0x05, 0x19, 0xFF, 0x19, 0xFF, 0x3E, 0x8C, 0x0C, 0x6C, 0x36, 0x93, 0xF5, 0xA0, 0x20, 0x80);
        endsAt = 0;
    }

    private void written(int register, int value) {
        if (register == MODE && (value & 0x80) != 0) {
            powerOn();
        } else if (register == GO) {
            endsAt = clock().nanos() + ((value & 1) == 0 ? 0 : duration() * MILLISECOND);
        }
        update();
    }

    /** In ms. */
    private long duration() {
        int mode = registers.register(MODE);
        if (mode == 6 || mode == 7) {
            return 1000;
        }
        long sum = 0;
        for (int slot = SEQUENCE; slot < GO && mode == 0 && registers.register(slot) != 0; slot++) {
            int raw = registers.register(slot);
            sum += (raw & WAIT) != 0 ? 10 * (raw - WAIT) : (registers.register(LIBRARY) & 7) == 0 ? 0 : 200;
        }
        return sum;
    }

    /** Registers 0x21 and 0x22: the supply is measured in steps of 5.6 V / 255, and the period in steps of 98.46 µs. */
    private void update() {
        boolean plays = clock().nanos() < endsAt && (registers.register(MODE) & STANDBY) == 0;
        registers.register(GO, plays ? 1 : 0);
        if (plays) {
            registers.register(BATTERY, (int) Math.rint(supply.value() * 255 / 5.6));
            registers.register(PERIOD, (int) Math.rint(1e6 / resonance.value() / 98.46));
        }
    }
}
