// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import org.jspecify.annotations.Nullable;

/** A {@link Seesaw} with keys, such as a NeoTrellis. */
public final class Keypad extends Seesaw {
    private static final int MODULE = 0x10;

    private volatile boolean interruptEnabled;

    /** What a key does, or has done. */
    public enum Edge {
        /** It is pressed. */
        EDGE_HIGH(0),
        /** It is not pressed. */
        EDGE_LOW(1),
        /** It was released. */
        EDGE_FALLING(2),
        /** It was pressed. */
        EDGE_RISING(3);

        private final int code;

        Edge(int code) {
            this.code = code;
        }
    }

    public Keypad(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Keypad(I2C i2c, int address) {
        this(i2c, address, null);
    }

    /** Resets the board. Arguments and errors are those of {@link Seesaw}. */
    public Keypad(I2C i2c, int address, @Nullable DigitalInOut drdy) {
        super(i2c, address, drdy);
    }

    /** As this object has set it. */
    public boolean interruptEnabled() {
        return interruptEnabled;
    }

    /** @param enabled true to make INT low while there are events */
    public void interruptEnabled(boolean enabled) {
        write8(MODULE, enabled ? 0x02 : 0x03, 1);
        interruptEnabled = enabled;
    }

    /** How many events there are to read. */
    public int count() {
        return read8(MODULE, 0x04);
    }

    /**
     * Selects the events of a key.
     *
     * @param key 0 to 255
     * @param enable true to have this event, false to have it no longer
     */
    public void setEvent(int key, Edge edge, boolean enable) {
        requireRange("key", key, 0, 255);
        write(MODULE, 0x01, new byte[] {(byte) key, (byte) (2 << edge.code | (enable ? 1 : 0))});
    }

    /**
     * Reads events.
     *
     * @param num 1 to {@link #count}
     * @return one byte for each: the key in the upper 6 bits, the {@link Edge} in the lower 2: 0 to 3
     */
    public byte[] readKeypad(int num) {
        requireRange("num", num, 1, 255);
        byte[] events = new byte[num];
        read(MODULE, 0x10, events);
        return events;
    }
}
