// SPDX-License-Identifier: MIT
package blinka4j.drivers.tca9548a;

import blinka4j.busio.I2C;

/**
 * Texas Instruments TCA9548A, an I2C multiplexer with 8 channels: devices with the same address go on different ones.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/tca9548a.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TCA9548A">Adafruit_CircuitPython_TCA9548A</a>.
 *
 * <pre>{@code
 * var mux = new TCA9548A(Board.i2c());
 * var inside = new MCP9808(mux.get(0));
 * var outside = new MCP9808(mux.get(1));
 * }</pre>
 *
 * <p>A channel is switched on by the first transfer on it, and off when its bus is let go: after each call, or at the end
 * of {@link I2C#exclusively(Runnable)}. Devices on the bus itself answer on every channel too, the multiplexer among
 * them. So two devices with one address must not be on the bus and a channel, nor on two multiplexers' channels that are
 * held at the same time.
 */
public final class TCA9548A {
    /** With A0, A1 and A2 low; the pins make it 0x70 to 0x77. */
    public static final int DEFAULT_ADDRESS = 0x70;

    private static final int CHANNELS = 8;

    private final Multiplexer multiplexer;

    /** The multiplexer at {@link #DEFAULT_ADDRESS}, with all channels off. */
    public TCA9548A(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * With all channels off.
     *
     * @param i2c the bus, which may be the channel of another multiplexer with another address
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public TCA9548A(I2C i2c, int address) {
        multiplexer = new Multiplexer("TCA9548A", i2c, address, CHANNELS);
    }

    /** How many channels there are: {@code len(tca)}. */
    public int length() {
        return multiplexer.length();
    }

    /**
     * The bus behind a channel, always the same one until it is closed: {@code tca[channel]}.
     *
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public I2C get(int channel) {
        return multiplexer.get(channel);
    }

    @Override
    public String toString() {
        return multiplexer.toString();
    }
}
