// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * ams TSL2591: white light and infrared light; I2C, address 0x29. Data sheet: ams TSL2591.
 *
 * <p>A measurement takes the integration time. A change of the settings begins a new one; until it ends the chip has the
 * light of before. The persistence of the interrupt is not simulated: the flags change with each measurement.
 */
public final class SimTSL2591 extends SimChip {
    private static final int CONTROL = 1;
    private static final int STATUS = 0x13;
    private static final double[] GAINS = {1, 25, 428, 9876};

    private final Registers8 registers = new Registers8().pointerMask(0x1F);
    private final Quantity white = measures("white light", 0, 5000, "µW/cm²", 50);
    private final Quantity infrared = measures("infrared light", 0, 5000, "µW/cm²", 5);
    private int control;
    private boolean on;
    private Duration ready = Duration.ZERO;
    private boolean isCommand;

    public SimTSL2591() {
        registers.register(0x12, 0x50).readOnlyRange(0x11, 0x17);
        registers.bits(0, 0xD3, 0x37).bits(0x0C, 0x0F);
        registers.onRead(register -> measure()).onPowerOn(() -> on = false);
        registers.onWrite((register, value) -> {
            if (register <= CONTROL) {
                measure();
                registers.register(STATUS, registers.register(STATUS) & (on ? 0x31 : 0x30));
                on = (registers.register(0) & 3) == 3;
                control = registers.register(CONTROL);
                ready = clock().now().plusMillis(millis());
            }
        });
        onI2c(registers);
    }

    /** Sets white and infrared light, each 0 to 5000 µW/cm². */
    public SimTSL2591 light(double whiteLight, double infraredLight) {
        white.value(whiteLight);
        infrared.value(infraredLight);
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

    /** The first byte is a register, or, with the bits of 0xE0, a special function. */
    @Override
    public synchronized boolean write(int value) {
        if (isCommand && (value & 0xE0) == 0xE0) {
            int cleared = value == 0xE6 ? 0x10 : value == 0xE7 ? 0x30 : value == 0xEA ? 0x20 : 0;
            registers.register(STATUS, registers.register(STATUS) & ~cleared);
            return true;
        }
        isCommand = false;
        return super.write(value);
    }

    private int millis() {
        return 100 * (1 + (control & 7));
    }

    private void measure() {
        if (on && clock().now().compareTo(ready) >= 0) {
            // Counts per µW/cm² in 100 ms with the high gain: data sheet, operating characteristics.
            int full = counts(264.1 * white.value() + 257.5 * infrared.value());
            registers.u16le(0x14, full, counts(34.9 * white.value() + 154.1 * infrared.value()));
            int flags = registers.register(STATUS) | 1 | (beyond(full, 4) ? 0x10 : 0) | (beyond(full, 8) ? 0x20 : 0);
            registers.register(STATUS, flags);
        }
    }

    private int counts(double of) {
        int most = millis() == 100 ? 36863 : 65535;
        return (int) Math.min(most, Math.round(of * millis() / 100 * GAINS[control >> 4 & 3] / 428));
    }

    private boolean beyond(int counts, int first) {
        int low = registers.register(first) | registers.register(first + 1) << 8;
        int high = registers.register(first + 2) | registers.register(first + 3) << 8;
        return counts < low || counts > high;
    }
}
