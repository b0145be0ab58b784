// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp3xxx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;

/**
 * What Microchip's converters MCP3002 to MCP3208 have in common. {@link AnalogIn} is one of their inputs.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/21295d.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP3xxx">Adafruit_CircuitPython_MCP3xxx</a>.
 *
 * <p>The chips have neither an id nor a checksum. Where none answers, values are the least or the greatest. Safe to share between
 * threads.
 */
public abstract sealed class MCP3xxx permits MCP3002, MCP3004, MCP3008, MCP3202, MCP3204, MCP3208 {
    private final SPIDevice device;
    private final double referenceVoltage;
    private final int bits;
    private final int channels;
    /** Used with the bus locked. */
    private final byte[] buffer = new byte[3];

    /** The inputs: 2 of an MCP3x02, 4 of an MCP3x04, 8 of an MCP3x08. */
    public enum Pin {
        P0(0),
        P1(1),
        P2(2),
        P3(3),
        P4(4),
        P5(5),
        P6(6),
        P7(7);

        final int number;

        Pin(int number) {
            this.number = number;
        }
    }

    MCP3xxx(SPIDevice device, double refVoltage, int bits, int channels) {
        if (!(refVoltage > 0 && refVoltage < 10)) {
            throw new IllegalArgumentException(
                    "refVoltage cannot be %s V: expected the supply or the voltage at VREF, such as 3.3"
                            .formatted(refVoltage));
        }
        this.device = device;
        this.referenceVoltage = refVoltage;
        this.bits = bits;
        this.channels = channels;
    }

    /** The voltage of the greatest value, as the constructor was told, in V. */
    public double referenceVoltage() {
        return referenceVoltage;
    }

    /** Measures: 0 to 1023, or 0 to 4095 with an MCP32xx. */
    public int read(Pin pin) {
        return read(pin, false);
    }

    /**
     * Measures.
     *
     * @param isDifferential true for the voltage between {@code pin} and its partner: P0 and P1, P2 and P3, P4 and P5, P6 and P7
     * @return 0 to 1023, or 0 to 4095 with an MCP32xx; 0 if the voltage is negative
     */
    public int read(Pin pin, boolean isDifferential) {
        require(pin);
        int command = command(pin.number, isDifferential ? 0 : 1);
        int length = command > 0xffff ? 3 : 2;
        BusHold hold = device.lock();
        try (hold) {
            for (int i = 0; i < length; i++) {
                buffer[i] = (byte) (command >> (8 * (length - 1 - i)));
            }
            device.writeReadInto(buffer, 0, length, buffer, 0, length);
            return (((buffer[length - 2] & 0xff) << 8) | (buffer[length - 1] & 0xff)) & ((1 << bits) - 1);
        }
    }

    /** The bytes to send, 2 or 3, of which the first is not 0. The value is in the last bits of the reply. */
    abstract int command(int pin, int single);

    int bits() {
        return bits;
    }

    /** @throws IllegalArgumentException if the chip does not have this input */
    void require(Pin pin) {
        if (pin.number >= channels) {
            throw new IllegalArgumentException(
                    "%s has no input %s: expected P0 to P%s".formatted(this, pin, channels - 1));
        }
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(getClass().getSimpleName(), device);
    }
}
