// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Microchip CAP1188: touch sensor with 8 pads; I2C, address 0x28 to 0x2C, or SPI. Data sheet: SMSC CAP1188, revision 1.32.
 *
 * <p>It measures once in each cycle. A pad's quantity is the capacitance that a finger adds; it is as much after a calibration, which
 * takes 0.6 s. LEDs, noise, multiple touch, the repeat rate and the standby channels are not simulated.
 */
public final class SimCAP1188 extends SimChip {
    private static final int CONTROL = 0x00;
    private static final int STATUS = 0x03;
    private static final int CALIBRATE = 0x26;
    private static final int THRESHOLDS = 0x30;
    private static final int STANDBY_OR_SLEEP = 0x30;

    /** Section 5.5: 25 fF are 64 counts with a sensitivity of 128. */
    private static final double COUNTS = 64 / 0.025 / 128;

    private final Registers8 registers = new Registers8();
    private final List<Quantity> pads = IntStream.rangeClosed(1, 8)
            .mapToObj(pad -> measures("pad " + pad, -10, 10, "pF", 0))
            .toList();
    private long measuredAt;
    private long calibratedAt;
    private int touched;

    public SimCAP1188() {
        registers.readOnlyRange(0x02, 0x17).readOnlyRange(0xFD, 0xFF);
        registers.onRead(register -> measure()).onWrite(this::written);
        onI2c(registers);
        onSpi(new SpiCommands(registers));
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    protected void powerOn() {
        registers.register(0x00, new int[0x80]).register(0xFD, 0x50, 0x5D, 0x83);
        registers.register(0x1F, 0x2F).register(0x21, 0xFF).register(0x24, 0x39).register(0x27, 0xFF, 0xFF);
        registers.register(0x2A, 0x80).register(0x2F, 0x8A);
        registers.register(THRESHOLDS, 64, 64, 64, 64, 64, 64, 64, 64);
        measuredAt = clock().nanos();
        touched = 0;
    }

    private void written(int register, int value) {
        if (register == CONTROL && (value & 1) == 0) {
            measure();
            registers.register(CONTROL, value).register(STATUS, (value & STANDBY_OR_SLEEP) == 0 ? touched : 0);
        } else if (register == CALIBRATE) {
            calibratedAt = clock().nanos() + 600_000_000;
        } else if (register == THRESHOLDS && (registers.register(0x2F) & 0x80) != 0) {
            registers.register(THRESHOLDS, value, value, value, value, value, value, value, value);
        }
    }

    private void measure() {
        long now = clock().nanos();
        int control = registers.register(CONTROL);
        long cycle = 35_000_000L * ((registers.register(0x24) & 3) + 1);
        registers.register(CALIBRATE, now < calibratedAt ? registers.register(CALIBRATE) : 0);
        if (now - measuredAt < cycle || (control & STANDBY_OR_SLEEP) != 0) {
            return;
        }
        measuredAt = now - (now - measuredAt) % cycle;
        int before = touched;
        touched = 0;
        int on = registers.register(0x21) & ~registers.register(CALIBRATE);
        for (int i = 0; i < 8; i++) {
            double counts = pads.get(i).value() * COUNTS * (128 >> (registers.register(0x1F) >> 4 & 7));
            int delta = (on >> i & 1) == 0 ? 0 : (int) Math.rint(Math.max(-128, Math.min(127, counts)));
            registers.register(0x10 + i, delta & 0xFF);
            touched |= delta > registers.register(THRESHOLDS + i) ? 1 << i : 0;
        }
        registers.register(STATUS, registers.register(STATUS) | touched);
        registers.register(CONTROL, touched == before ? control : control | 1);
    }
}
