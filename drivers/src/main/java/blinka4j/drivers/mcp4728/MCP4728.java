// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp4728;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;
import java.util.Arrays;

/**
 * Microchip MCP4728 digital-to-analog converter: four outputs of 12 bits, 0 V to the supply, 2.048 V or 4.096 V. The chip has no
 * id. Safe to share between threads.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/22187E.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP4728">Adafruit_CircuitPython_MCP4728</a>.
 *
 * <p>A change of one output reads the others first, until the readings are the same, because the chip's commands cover several.
 */
public final class MCP4728 {
    public static final int DEFAULT_ADDRESS = 0x60;
    /** Of the variant MCP4728A4. */
    public static final int MCP4728A4_DEFAULT_ADDRESS = 0x64;

    private static final Duration EEPROM_WRITE = Duration.ofMillis(50);
    private static final int MOST_READINGS = 9;

    private final I2CDevice device;
    private final Channel channelA = new Channel(this, 0);
    private final Channel channelB = new Channel(this, 1);
    private final Channel channelC = new Channel(this, 2);
    private final Channel channelD = new Channel(this, 3);
    /** The registers and the memory of the channels; used with the bus locked. */
    private final byte[] registers = new byte[24];

    private final byte[] before = new byte[24];
    private final byte[] command = new byte[9];
    /** True if the chip may be writing its memory, and ignore writes. Used with the bus locked. */
    private boolean saving;

    /** The voltage that {@link Channel#value} is a part of: the supply, or 2.048 V times {@link Channel#gain}. */
    public enum Vref {
        VDD,
        INTERNAL
    }

    public MCP4728(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public MCP4728(I2C i2c, int address) {
        device = new I2CDevice(i2c, address);
    }

    public Channel channelA() {
        return channelA;
    }

    public Channel channelB() {
        return channelB;
    }

    public Channel channelC() {
        return channelC;
    }

    public Channel channelD() {
        return channelD;
    }

    /**
     * Makes the present outputs, references and gains those after power-on. Takes 50 ms.
     *
     * @throws BusException of kind TIMEOUT if the chip is not done then
     */
    public void saveSettings() {
        BusHold hold = device.lock();
        try (hold) {
            readSteady();
            command[0] = 0x50;
            for (int channel = 0; channel < 4; channel++) {
                System.arraycopy(registers, 6 * channel + 1, command, 2 * channel + 1, 2);
            }
            write(9);
            awaitSaved();
        }
    }

    /** Does nothing: the driver keeps no copy of the references. */
    public void syncVrefs() {}

    /** Does nothing: the driver keeps no copy of the gains. */
    public void syncGains() {}

    /** Sets outputs, references and gains as after power-on. A general call: other chips on the bus may take it too. */
    public void reset() {
        generalCall(0x06);
    }

    /** Switches on the outputs that are off. A general call: other chips on the bus may take it too. */
    public void wakeup() {
        generalCall(0x09);
    }

    /** Shows all values at the outputs, if LDAC is high. A general call: other chips on the bus may take it too. */
    public void softUpdate() {
        generalCall(0x08);
    }

    private void generalCall(int call) {
        BusHold hold = device.lock();
        try (hold) {
            awaitSaved();
            device.i2c().writeTo(0x00, new byte[] {(byte) call});
        }
    }

    /** The word of a channel: reference in bit 15, power-down in bits 14 to 13, gain in bit 12, value in bits 11 to 0. */
    int word(int channel) {
        BusHold hold = device.lock();
        try (hold) {
            device.readInto(registers);
            return wordRead(channel);
        }
    }

    private int wordRead(int channel) {
        return ((registers[6 * channel + 1] & 0xff) << 8) | (registers[6 * channel + 2] & 0xff);
    }

    /** Sets the value of a channel. Its reference, power-down and gain stay. */
    void value(int channel, int value) {
        BusHold hold = device.lock();
        try (hold) {
            readSteady();
            int word = (wordRead(channel) & 0xf000) | value;
            command[0] = (byte) (0x40 | (channel << 1));
            command[1] = (byte) (word >> 8);
            command[2] = (byte) word;
            write(3);
        }
    }

    /** Sets the reference or the gain of a channel: bit 15 or 12 of its word. */
    void bit(int channel, int bit, boolean on) {
        BusHold hold = device.lock();
        try (hold) {
            readSteady();
            int bits = bit == 15 ? 0x80 : 0xc0;
            for (int each = 0; each < 4; each++) {
                boolean set = each == channel ? on : (wordRead(each) >> bit & 1) != 0;
                bits |= set ? 8 >> each : 0;
            }
            command[0] = (byte) bits;
            write(1);
        }
    }

    private void readSteady() {
        device.readInto(registers);
        for (int readings = 1, same = 1; same < 3; readings++) {
            if (readings == MOST_READINGS) {
                throw new BusException(
                        BusException.Kind.OTHER,
                        "%s has other values at each reading. Nothing is changed. Check the wiring and the supply, and try again."
                                .formatted(device));
            }
            System.arraycopy(registers, 0, before, 0, registers.length);
            device.readInto(registers);
            same = Arrays.equals(registers, before) ? same + 1 : 1;
        }
    }

    private void write(int count) {
        awaitSaved();
        saving = count == command.length;
        device.write(command, 0, count);
    }

    private void awaitSaved() {
        if (saving) {
            device.sleep(EEPROM_WRITE);
            device.readInto(registers);
            if (registers[0] >= 0) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "%s is still busy 50 ms after a write to its memory, which takes 25 ms. Check its power and wiring."
                                .formatted(device));
            }
            saving = false;
        }
    }

    @Override
    public String toString() {
        return "MCP4728 at %s".formatted(device);
    }
}
