// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds18x20;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.onewire.OneWireDevice;
import java.time.Duration;

/**
 * Analog Devices (Maxim) DS18B20 and DS18S20: temperature, −55 to 125 °C; 1-Wire, with the supply on its pin (no parasite power).
 *
 * <p>A bus can have several: {@link OneWireBus#scan} finds them. To measure with all at once, call {@link #startTemperatureRead} of
 * each, wait, and then {@link #readTemperature} of each.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/DS18B20.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DS18X20">Adafruit_CircuitPython_DS18X20</a>.
 */
public final class DS18X20 {
    private static final int DS18S20 = 0x10;
    private static final int DS18B20 = 0x28;
    private static final byte[] CONVERT = {0x44};
    private static final byte[] READ = {(byte) 0xBE};
    private static final byte WRITE = 0x4E;
    /** Table 2: of a measurement with 12 bits; a bit less takes half the time. */
    private static final double LONGEST_SECONDS = 0.75;

    private static final int POLLS = 25;
    private static final int POWER_ON = 85 * 16;

    private final OneWireBus bus;
    private final OneWireAddress address;
    private final OneWireDevice device;

    /** @throws IllegalArgumentException if the family code of the address is not 0x28 or 0x10 */
    public DS18X20(OneWireBus bus, OneWireAddress address) {
        device = new OneWireDevice(bus, address);
        if (address.familyCode() != DS18B20 && address.familyCode() != DS18S20) {
            throw new IllegalArgumentException(
                    "%s is not the address of a DS18B20 or DS18S20. It must begin with 28 or 10.".formatted(address));
        }
        this.bus = bus;
        this.address = address;
    }

    public OneWireAddress address() {
        return address;
    }

    /**
     * Measures, which takes up to 0.75 s, and returns the temperature in °C.
     *
     * @throws BusException of kind TIMEOUT if the measurement does not end within a second
     */
    public double temperature() {
        bus.sleep(Duration.ofNanos((long) (startTemperatureRead() * 1e9)));
        byte[] done = new byte[1];
        for (int i = 0; i < POLLS; i++) {
            device.readInto(done, 0, 1);
            if (done[0] != 0) {
                return readTemperature();
            }
            bus.sleep(Duration.ofMillis(10));
        }
        throw new BusException(
                Kind.TIMEOUT, "%s did not finish a measurement. Check its supply and its wiring.".formatted(device));
    }

    /** Starts a measurement, and returns the longest time that it takes, in s: 0.09375 to 0.75. */
    public double startTemperatureRead() {
        double seconds = LONGEST_SECONDS / (1 << unused(scratchpad()));
        device.writeThenReadInto(CONVERT, new byte[0]);
        return seconds;
    }

    /**
     * The last measured temperature in °C.
     *
     * @throws BusException if the sensor has measured nothing since it got its supply
     */
    public double readTemperature() {
        byte[] bytes = scratchpad();
        int raw = bytes[1] << 8 | (bytes[0] & 0xFF);
        if (address.familyCode() == DS18S20) {
            double countPerC = bytes[7];
            return (raw >> 1) - 0.25 + (countPerC - (bytes[6] & 0xFF)) / countPerC;
        }
        if (raw == POWER_ON && bytes[6] == 0x0C) {
            throw new BusException(
                    Kind.OTHER,
                    "%s has not measured since its supply was switched on. Start a measurement. If that was done, check the supply."
                            .formatted(device));
        }
        return (raw & -(1 << unused(bytes))) / 16.0;
    }

    /** The bits of a measurement, 9 to 12: steps of 0.5 to 0.0625 °C. */
    public int resolution() {
        return 12 - unused(scratchpad());
    }

    /**
     * Sets the bits of a measurement. The alarm limits stay.
     *
     * @param bits 9 to 12
     * @throws NotAvailableException if this is a DS18S20, whose resolution is fixed
     */
    public void resolution(int bits) {
        if (bits < 9 || bits > 12) {
            throw new IllegalArgumentException(
                    "a resolution of %s bits is not possible. It must be 9 to 12.".formatted(bits));
        }
        if (address.familyCode() == DS18S20) {
            throw new NotAvailableException(
                    "%s is a DS18S20, whose resolution is fixed. Use a DS18B20 to choose it.".formatted(device));
        }
        byte[] before = scratchpad();
        byte configuration = (byte) (((bits - 9) << 5) | 0x1F);
        device.writeThenReadInto(new byte[] {WRITE, before[2], before[3], configuration}, new byte[0]);
        if (resolution() != bits) {
            throw new BusException(Kind.OTHER, "%s did not take the resolution. Try again.".formatted(device));
        }
    }

    private static int unused(byte[] scratchpad) {
        return 3 - (scratchpad[4] >> 5 & 3);
    }

    private byte[] scratchpad() {
        byte[] bytes = new byte[9];
        device.writeThenReadInto(READ, bytes);
        if (bytes[7] == 0) {
            // Only zeros have a right checksum.
            throw new BusException(
                    Kind.OTHER, "%s sends only zeros. Check whether data and ground touch.".formatted(device));
        }
        return bytes;
    }
}
