// SPDX-License-Identifier: MIT
package blinka4j.drivers.cap1188;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.register.RegisterAccessor;
import java.time.Duration;
import java.util.Arrays;

/** The chip's registers over SPI: a command sets the address, others read or write a register and go on to the next one. */
final class SpiCommands implements RegisterAccessor {
    private static final byte ADDRESS = 0x7D;
    private static final byte WRITE = 0x7E;
    private static final byte READ = 0x7F;

    private final SPIDevice device;
    /** Eight registers. Used with the bus locked. */
    private final byte[] frame = new byte[18];

    SpiCommands(SPIDevice device) {
        this.device = device;
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            int length = 3 + end - start;
            frame[0] = ADDRESS;
            frame[1] = (byte) address;
            Arrays.fill(frame, 2, length, READ);
            device.writeReadInto(frame, 0, length, frame, 0, length);
            System.arraycopy(frame, 3, buffer, start, end - start);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            frame[0] = ADDRESS;
            frame[1] = (byte) address;
            int length = 2;
            for (int i = start; i < end; i++) {
                frame[length++] = WRITE;
                frame[length++] = buffer[i];
            }
            device.write(frame, 0, length);
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
