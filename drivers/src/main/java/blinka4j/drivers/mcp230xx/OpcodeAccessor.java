// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.register.RegisterAccessor;
import java.time.Duration;
import java.util.Arrays;

/** Registers over SPI behind an opcode, which has the chip's address, and bit 0 to read. */
final class OpcodeAccessor implements RegisterAccessor {
    private final SPIDevice device;
    private final int opcode;
    /** Used with the bus locked. */
    private final byte[] frame = new byte[4];

    OpcodeAccessor(SPIDevice device, int address) {
        this.device = device;
        opcode = 0x40 | (address & 0x07) << 1;
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        int length = 2 + end - start;
        BusHold hold = device.lock();
        try (hold) {
            frame[0] = (byte) (opcode | 1);
            frame[1] = (byte) address;
            Arrays.fill(frame, 2, length, (byte) 0);
            device.writeReadInto(frame, 0, length, frame, 0, length);
            System.arraycopy(frame, 2, buffer, start, end - start);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            frame[0] = (byte) opcode;
            frame[1] = (byte) address;
            System.arraycopy(buffer, start, frame, 2, end - start);
            device.write(frame, 0, 2 + end - start);
        }
    }

    @Override
    public BusHold lock() {
        return device.lock();
    }

    @Override
    public void sleep(Duration time) {
        device.sleep(time);
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
