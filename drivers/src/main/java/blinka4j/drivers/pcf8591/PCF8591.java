// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8591;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;

/**
 * NXP PCF8591 converter of 8 bits: 4 analog inputs ({@link AnalogIn}) and one output ({@link AnalogOut}), 0 V to the reference
 * voltage.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCF8591.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCF8591">Adafruit_CircuitPython_PCF8591</a>.
 *
 * <p>The chip has no id, and its settings cannot be read. Each transfer writes them. Safe to share between threads.
 */
public final class PCF8591 {
    /** With A0, A1 and A2 low. These pins select 0x48 to 0x4f. */
    public static final int DEFAULT_ADDRESS = 0x48;

    public static final int A0 = 0;
    public static final int A1 = 1;
    public static final int A2 = 2;
    public static final int A3 = 3;
    public static final int OUT = 0;

    private static final int DAC_ENABLED = 0x40;

    private final I2CDevice device;
    private final double referenceVoltage;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[2];

    private volatile boolean dacEnabled;
    private volatile int dacValue;

    public PCF8591(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public PCF8591(I2C i2c, int address) {
        this(i2c, address, 3.3);
    }

    /**
     * @param referenceVoltage the voltage at VREF, 2.5 to 6 V
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public PCF8591(I2C i2c, int address, double referenceVoltage) {
        if (!(referenceVoltage >= 2.5 && referenceVoltage <= 6)) {
            throw new IllegalArgumentException(
                    "referenceVoltage cannot be %s V: expected 2.5 to 6 V".formatted(referenceVoltage));
        }
        device = new I2CDevice(i2c, address);
        this.referenceVoltage = referenceVoltage;
    }

    /** The voltage at VREF, as the constructor was told, in V. */
    public double referenceVoltage() {
        return referenceVoltage;
    }

    /** Measures an input, 0 to 3: 0 to 255 for 0 V to 255/256 of the reference voltage. */
    public int read(int channel) {
        requireChannel(channel);
        BusHold hold = device.lock();
        try (hold) {
            fill(channel, dacEnabled, dacValue);
            // The first byte is the conversion before this one.
            device.writeThenReadInto(buffer, buffer);
            return buffer[1] & 0xff;
        }
    }

    static void requireChannel(int channel) {
        if (channel < 0 || channel > 3) {
            throw new IllegalArgumentException("input %s of a PCF8591: expected 0 to 3".formatted(channel));
        }
    }

    /** True if the output drives its pin. */
    public boolean dacEnabled() {
        return dacEnabled;
    }

    public void dacEnabled(boolean enabled) {
        BusHold hold = device.lock();
        try (hold) {
            set(enabled, dacValue);
        }
    }

    /** Sets the output, 0 to 255. If it is not enabled, it has this value later. */
    public void write(int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("the output cannot be %s: expected 0 to 255".formatted(value));
        }
        BusHold hold = device.lock();
        try (hold) {
            set(dacEnabled, value);
        }
    }

    int dacValue() {
        return dacValue;
    }

    /** Hold the bus. */
    private void set(boolean enabled, int value) {
        fill(0, enabled, value);
        device.write(buffer);
        dacEnabled = enabled;
        dacValue = value;
    }

    private void fill(int channel, boolean enabled, int value) {
        buffer[0] = (byte) (channel | (enabled ? DAC_ENABLED : 0));
        buffer[1] = (byte) (enabled ? value : 0);
    }

    @Override
    public String toString() {
        return "PCF8591 at %s".formatted(device);
    }
}
