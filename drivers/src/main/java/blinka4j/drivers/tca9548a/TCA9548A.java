// SPDX-License-Identifier: MIT
package blinka4j.drivers.tca9548a;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.provider.I2CPort;
import org.jspecify.annotations.Nullable;

/**
 * Texas Instruments TCA9548A I2C multiplexer: 8 channels, so that several devices can have the same address.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/tca9548a.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_TCA9548A">Adafruit_CircuitPython_TCA9548A</a>.
 *
 * <p>The first transfer on a channel switches it on. It is off again after each call, or at the end of
 * {@link I2C#exclusively(Runnable)}. Devices on the bus itself, and the multiplexer, answer on every channel too, so their
 * addresses cannot be used behind it. The same is true of two multiplexers whose channels are locked at the same time.
 */
public sealed class TCA9548A permits PCA9546A {
    /** With A0, A1 and A2 low. These pins select 0x70 to 0x77. */
    public static final int DEFAULT_ADDRESS = 0x70;

    private final String chip;
    private final I2CDevice device;
    private final @Nullable I2C[] channels;
    /** Used with the bus locked. */
    private final byte[] mask = new byte[1];
    /** The channels that are on, as a mask; −1 if unknown. Used with the bus locked. */
    private int on = -1;

    public TCA9548A(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** Switches all channels off. The bus may be a channel of another multiplexer with another address. */
    public TCA9548A(I2C i2c, int address) {
        this(i2c, address, "TCA9548A", 8);
    }

    TCA9548A(I2C i2c, int address, String chip, int channels) {
        this.chip = chip;
        this.device = new I2CDevice(i2c, address);
        this.channels = new @Nullable I2C[channels];
        i2c.exclusively(() -> select(0));
    }

    /** Number of channels: {@code len(tca)}. */
    public int length() {
        return channels.length;
    }

    /** The bus behind a channel, the same object until it is closed: {@code tca[channel]}. */
    public synchronized I2C get(int channel) {
        if (channel < 0 || channel >= channels.length) {
            throw new IndexOutOfBoundsException(
                    "channel %s of %s: expected 0 to %s".formatted(channel, this, channels.length - 1));
        }
        I2C bus = channels[channel];
        if (bus == null || bus.isClosed()) {
            bus = new I2C(new Channel(this, 1 << channel, channel), device.i2c());
            channels[channel] = bus;
        }
        return bus;
    }

    private void select(int channelMask) {
        if (on != channelMask) {
            // A write that fails may have reached the chip.
            on = -1;
            mask[0] = (byte) channelMask;
            device.write(mask);
            on = channelMask;
        }
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(chip, device);
    }

    private record Channel(TCA9548A mux, int mask, int index) implements I2CPort {
        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (address == mux.device.address()) {
                throw new IllegalArgumentException(
                        "0x%02x is the address of %s, which answers on all its channels. Give one of the two another address."
                                .formatted(address, mux));
            }
            mux.select(mask);
            mux.device.i2c().writeToThenReadFrom(address, out, outStart, outEnd, in, inStart, inEnd);
        }

        @Override
        public boolean probe(int address) {
            mux.select(mask);
            return mux.device.i2c().probe(address);
        }

        @Override
        public String name() {
            return "channel %s of %s".formatted(index, mux);
        }

        @Override
        public void released() {
            mux.select(0);
        }

        /** Does nothing: the bus stays open. */
        @Override
        public void close() {}
    }
}
