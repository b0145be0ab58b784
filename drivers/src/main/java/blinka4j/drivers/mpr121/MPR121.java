// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpr121;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.time.Duration;

/**
 * NXP MPR121 touch sensor with 12 pads, 0 to 11. Safe to share between threads.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/MPR121.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MPR121">Adafruit_CircuitPython_MPR121</a>.
 *
 * <p>A chip that has stopped measuring, because its power failed, raises a {@link BusException}, until {@link #reset()} is called.
 */
public final class MPR121 {
    /** With the pin ADDR at ground. Other connections select 0x5b to 0x5d. */
    public static final int DEFAULT_ADDRESS = 0x5A;

    private static final int PADS = 12;
    private static final int OVER_CURRENT = 0x8000;
    /** Measures all pads. The first measurement gives the baselines. */
    private static final int RUN = 0x8F;
    /** The time to the first touch status is 4 ms, with four samples at 1 ms each. */
    private static final Duration FIRST = Duration.ofMillis(10);
    /** How the baselines follow: rising, falling and touched. From the original. */
    private static final int[] FILTER = {0x01, 0x01, 0x0E, 0x00, 0x01, 0x05, 0x01, 0x00, 0x00, 0x00, 0x00};

    private final Registers chip;
    private final Register electrodes;
    private final Register[] filtered = new Register[PADS];
    private final Register[] baselines = new Register[PADS];
    private final MPR121_Channel[] channels = new MPR121_Channel[PADS];
    /** The touch status, out of range, and pad 0; used with the bus locked. */
    private final byte[] block = new byte[6];
    // What a failed call has left undone, for the next one. Used with the bus locked.
    private boolean isReset = true;
    private boolean isStopped;

    public MPR121(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public MPR121(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        electrodes = chip.u8(0x5E).steady();
        for (int pin = 0; pin < PADS; pin++) {
            filtered[pin] = chip.u16le(0x04 + 2 * pin);
            baselines[pin] = chip.u8(0x1E + pin);
            channels[pin] = new MPR121_Channel(this, pin, chip.u8(0x41 + 2 * pin), chip.u8(0x42 + 2 * pin));
        }
        reset();
    }

    /**
     * A pad, 0 to 11: {@code mpr121[key]}.
     *
     * @throws IndexOutOfBoundsException if there is no such pad
     */
    public MPR121_Channel get(int key) {
        if (key < 0 || key >= PADS) {
            throw new IndexOutOfBoundsException("an MPR121 has no pad %s: expected 0 to 11".formatted(key));
        }
        return channels[key];
    }

    /** Whether each pad is touched. */
    public boolean[] touchedPins() {
        int touched = touched();
        boolean[] pins = new boolean[PADS];
        for (int pin = 0; pin < PADS; pin++) {
            pins[pin] = (touched >> pin & 1) != 0;
        }
        return pins;
    }

    /**
     * Resets the chip, and returns after the first measurement. Do not touch the pads.
     *
     * @throws blinka4j.DeviceNotFoundException if the chip does not have the values of an MPR121 then
     */
    public void reset() {
        chip.exclusively(() -> {
            isReset = true;
            electrodes.set(0);
            chip.u8(0x80).set(0x63);
            chip.sleep(Duration.ofMillis(1));
            chip.u8(0x5D).require(0x24, "MPR121");
            for (int pin = 0; pin < PADS; pin++) {
                chip.u8(0x41 + 2 * pin).set(12);
                chip.u8(0x42 + 2 * pin).set(6);
            }
            for (int i = 0; i < FILTER.length; i++) {
                chip.u8(0x2B + i).set(FILTER[i]);
            }
            // No debounce; 16 µA for 0.5 µs; four samples, 1 ms apart.
            chip.u8(0x5B).set(0x00);
            chip.u8(0x5C).set(0x10);
            chip.u8(0x5D).set(0x20);
            isReset = false;
            isStopped = true;
            ready();
        });
    }

    /** Sets a register with the measurements stopped: the chip ignores it otherwise. The baselines begin again. */
    void set(Register register, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("a threshold cannot be %s: expected 0 to 255".formatted(value));
        }
        chip.exclusively(() -> {
            ready();
            isStopped = true;
            electrodes.set(0);
            register.set(value);
            ready();
        });
    }

    /** Hold the bus. */
    private void ready() {
        if (isReset) {
            reset();
        } else if (isStopped) {
            electrodes.set(RUN);
            isStopped = false;
            chip.sleep(FIRST);
        }
    }

    private int read(Register[] registers, int pin) {
        requirePin(pin);
        BusHold hold = chip.lock();
        try (hold) {
            ready();
            int found = (int) registers[pin].get();
            if (found == 0) {
                requireRunning();
            }
            return found;
        }
    }

    /** After power-on the chip measures nothing, and all counts are 0. In run mode that is rare. Hold the bus. */
    private void requireRunning() {
        if ((electrodes.get() & 0x3F) == 0) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    "%s does not measure: its power failed, or another program has stopped it. Call reset(), then set the thresholds again."
                            .formatted(chip));
        }
    }

    private static void requirePin(int pin) {
        if (pin < 0 || pin >= PADS) {
            throw new IllegalArgumentException("pin cannot be %s: expected 0 to 11".formatted(pin));
        }
    }

    /** What a pad measures: 0 to 1023, less if it is touched. */
    public int filteredData(int pin) {
        return read(filtered, pin) & 0x3FF;
    }

    /** What a pad measures untouched: 0 to 1020, in steps of 4. */
    public int baselineData(int pin) {
        return read(baselines, pin) << 2;
    }

    /**
     * The pads that are touched: bit 0 is pad 0.
     *
     * @throws BusException of kind OTHER if the chip has stopped, such as because the current at its pin REXT is too high
     */
    public int touched() {
        BusHold hold = chip.lock();
        try (hold) {
            ready();
            chip.readInto(0x00, block);
            int found = (block[0] & 0xFF) | (block[1] & 0xFF) << 8;
            if (found == 0 && block[4] == 0 && block[5] == 0) {
                requireRunning();
            }
            if ((found & OVER_CURRENT) != 0) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        "%s has stopped. The current at its pin REXT is too high. Check the resistor there, and call reset()."
                                .formatted(chip));
            }
            return found & 0xFFF;
        }
    }

    /** True if a pad is touched. For several pads, {@link #touched()} is faster. */
    public boolean isTouched(int pin) {
        requirePin(pin);
        return (touched() >> pin & 1) != 0;
    }

    @Override
    public String toString() {
        return "MPR121 at %s".formatted(chip);
    }
}
