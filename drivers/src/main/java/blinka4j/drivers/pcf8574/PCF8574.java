// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8574;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;

/**
 * NXP PCF8574: 8 digital inputs and outputs ({@link DigitalInOut}). An output is driven low, or is high through a weak pull-up, as is
 * an input.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCF8574_PCF8574A.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8574">Adafruit_CircuitPython_PCF8574</a>.
 *
 * <p>The chip has no id, and what was written cannot be read. The driver begins with all pins high, as after power-on; the first write
 * makes them so. Safe to share between threads.
 */
public final class PCF8574 {
    /** With A0, A1 and A2 low. These pins select 0x20 to 0x27, and 0x38 to 0x3f for a PCF8574A. */
    public static final int DEFAULT_ADDRESS = 0x20;

    private final I2CDevice device;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[1];
    /** What the last write that succeeded has written. Used with the bus locked. */
    private int latch = 0xff;

    public PCF8574(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public PCF8574(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
    }

    /** @param pin 0 to 7. It stays as it is */
    public DigitalInOut getPin(int pin) {
        return new DigitalInOut(pin, this);
    }

    /** Sets all pins. Bit 0 is pin 0. Only the lowest 8 bits count. */
    public void writeGpio(int value) {
        write(0xff, value);
    }

    /** The levels of all pins. Bit 0 is pin 0. */
    public int readGpio() {
        BusHold hold = device.lock();
        try (hold) {
            device.readInto(buffer);
            return buffer[0] & 0xff;
        }
    }

    /**
     * Sets a pin. If this fails, the next write of any pin sets it as it was before.
     *
     * @param value true for high, or an input
     */
    public void writePin(int pin, boolean value) {
        write(mask(pin), value ? 0xff : 0);
    }

    /** The level of a pin. */
    public boolean readPin(int pin) {
        int mask = mask(pin);
        return (readGpio() & mask) != 0;
    }

    static int mask(int pin) {
        if (pin < 0 || pin > 7) {
            throw new IllegalArgumentException("pin %s of a PCF8574: expected 0 to 7".formatted(pin));
        }
        return 1 << pin;
    }

    private void write(int mask, int value) {
        BusHold hold = device.lock();
        try (hold) {
            int wanted = (latch & ~mask) | (value & mask);
            buffer[0] = (byte) wanted;
            device.write(buffer);
            latch = wanted;
        }
    }

    @Override
    public String toString() {
        return "PCF8574 at %s".formatted(device);
    }
}
