// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp4725;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.provider.AnalogOutPort;
import java.time.Duration;

/**
 * Microchip MCP4725 digital-to-analog converter: one output of 12 bits, 0 V to its supply. The chip has no id. Safe to share
 * between threads.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/devicedoc/22039d.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4725">Adafruit_CircuitPython_MCP4725</a>.
 */
public final class MCP4725 {
    /** As Adafruit's board, with A0 low. Others are 0x60 to 0x67. */
    public static final int DEFAULT_ADDRESS = 0x62;

    private static final Duration EEPROM_WRITE = Duration.ofMillis(50);

    private final I2CDevice device;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[3];
    /** True if the chip may be writing its memory, and ignore writes. Used with the bus locked. */
    private boolean saving;

    public MCP4725(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public MCP4725(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
    }

    /** The output for {@code blinka4j.analogio.AnalogOut}. */
    public AnalogOutPort analogOut() {
        return AnalogOutPort.of("MCP4725 at " + device, Double.NaN, this::value);
    }

    /** The output, 0 for 0 V to 65520 for the greatest voltage, in steps of 16. */
    public int value() {
        return rawValue() << 4;
    }

    /** Sets the output, 0 to 65535, rounded down to a step of 16. Switches it on if it was off. */
    public void value(int value) {
        rawValue(require("value", value, 65535) >> 4);
    }

    /** The output, 0 to 4095. */
    public int rawValue() {
        return read() >> 4 & 0xfff;
    }

    /** Sets the output, 0 to 4095. Switches it on if it was off. */
    public void rawValue(int value) {
        write(require("rawValue", value, 4095) >> 8, value, 0, 2);
    }

    /** The output, 0 to 1. */
    public double normalizedValue() {
        return rawValue() / 4095.0;
    }

    /** Sets the output, 0 to 1, rounded down to a step of 1/4095. Switches it on if it was off. */
    public void normalizedValue(double value) {
        require("normalizedValue", value, 1);
        rawValue((int) (value * 4095));
    }

    /**
     * Makes the present output the one after power-on. Takes 50 ms.
     *
     * @throws BusException of kind TIMEOUT if the chip is not done then, of kind OTHER if the output is read differently each time
     */
    public void saveToEeprom() {
        BusHold hold = device.lock();
        try (hold) {
            int state = read();
            for (int again = 0; again < 2; again++) {
                if (read() != state) {
                    throw new BusException(
                            BusException.Kind.OTHER,
                            "%s has another value at each reading. It is not saved. Check the wiring and the supply, and try again."
                                    .formatted(device));
                }
            }
            write(0x60 | (state >> 16 & 0x06), state >> 8, state & 0xf0, 3);
            awaitSaved();
        }
    }

    /** The three bytes of the status and the output. */
    private int read() {
        BusHold hold = device.lock();
        try (hold) {
            device.readInto(buffer);
            return ((buffer[0] & 0xff) << 16) | ((buffer[1] & 0xff) << 8) | (buffer[2] & 0xff);
        }
    }

    private void write(int first, int second, int third, int count) {
        BusHold hold = device.lock();
        try (hold) {
            awaitSaved();
            buffer[0] = (byte) first;
            buffer[1] = (byte) second;
            buffer[2] = (byte) third;
            saving = count == 3;
            device.write(buffer, 0, count);
        }
    }

    private void awaitSaved() {
        if (saving) {
            device.sleep(EEPROM_WRITE);
            if ((read() & 0x800000) == 0) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "%s is still busy 50 ms after a write to its memory, which takes 25 ms. Check its power and wiring."
                                .formatted(device));
            }
            saving = false;
        }
    }

    private static int require(String property, double value, int most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException("%s cannot be %s: expected 0 to %s".formatted(property, value, most));
        }
        return (int) value;
    }
}
