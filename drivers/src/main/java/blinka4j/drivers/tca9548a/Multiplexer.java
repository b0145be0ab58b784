// SPDX-License-Identifier: MIT
package blinka4j.drivers.tca9548a;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the multiplexers have in common: one register with a bit for each channel. */
final class Multiplexer {
    private static final int NOTHING = 0;
    private static final int UNKNOWN = -1;

    private final String chip;
    private final I2CDevice device;
    private final @Nullable I2C[] channels;
    /** Used with the bus held. */
    private final byte[] mask = new byte[1];

    /** Which channels are on, as a mask; used with the bus held. */
    private int on = UNKNOWN;

    Multiplexer(String chip, I2C i2c, int address, int channels) {
        this.chip = chip;
        this.device = new I2CDevice(i2c, address);
        this.channels = new @Nullable I2C[channels];
        i2c.exclusively(() -> select(NOTHING));
    }

    int length() {
        return channels.length;
    }

    synchronized I2C get(int index) {
        if (index < 0 || index >= channels.length) {
            throw new IndexOutOfBoundsException(
                    "channel %s of %s: expected 0 to %s".formatted(index, this, channels.length - 1));
        }
        I2C channel = channels[index];
        if (channel == null || channel.isClosed()) {
            channel = new I2C(new Channel(index), device.i2c());
            channels[index] = channel;
        }
        return channel;
    }

    private void select(int channelMask) {
        if (on != channelMask) {
            // If this fails, nobody knows which are on.
            on = UNKNOWN;
            mask[0] = (byte) channelMask;
            device.write(mask);
            on = channelMask;
        }
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(chip, device);
    }

    private final class Channel implements I2CPort {
        private final int index;

        Channel(int index) {
            this.index = index;
        }

        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (address == device.address()) {
                throw new IllegalArgumentException(
                        "0x%02x is the address of %s itself, on all its channels; give one of the two another address"
                                .formatted(address, Multiplexer.this));
            }
            select(1 << index);
            device.i2c().writeToThenReadFrom(address, out, outStart, outEnd, in, inStart, inEnd);
        }

        @Override
        public boolean probe(int address) {
            select(1 << index);
            return device.i2c().probe(address);
        }

        @Override
        public String name() {
            return "channel %s of %s".formatted(index, Multiplexer.this);
        }

        @Override
        public void released() {
            select(NOTHING);
        }

        @Override
        public void sleep(Duration time) {
            device.sleep(time);
        }

        /** The whole bus stays open. */
        @Override
        public void close() {}
    }
}
