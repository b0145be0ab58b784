// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Registers over SPI: the address is sent; the data follows in the same transfer. The highest bit of the first byte is 1
 * to read and 0 to write, as most sensors have it.
 */
public final class SPIRegisterAccessor implements RegisterAccessor {
    private static final int READ = 0x80;

    private final SPIDevice device;
    private final Frame frame;
    private final int dummyBytes;

    /** Register addresses of one byte. */
    public SPIRegisterAccessor(SPIDevice device) {
        this(device, 1, ByteOrder.BIG_ENDIAN);
    }

    /**
     * @param addressWidth bytes of a register's address, 1 or 2
     * @param addressOrder which of them goes first
     */
    public SPIRegisterAccessor(SPIDevice device, int addressWidth, ByteOrder addressOrder) {
        this(device, addressWidth, addressOrder, 0);
    }

    /**
     * @param addressWidth bytes of a register's address, 1 or 2
     * @param addressOrder which of them goes first
     * @param dummyBytes bytes without meaning that the device sends before the data
     */
    public SPIRegisterAccessor(SPIDevice device, int addressWidth, ByteOrder addressOrder, int dummyBytes) {
        this.device = device;
        this.dummyBytes = dummyBytes;
        this.frame = new Frame(addressWidth, addressOrder);
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            int length = frame.begin(address, dummyBytes + end - start);
            byte[] bytes = frame.bytes();
            bytes[0] |= (byte) READ;
            device.writeReadInto(bytes, 0, length, bytes, 0, length);
            System.arraycopy(bytes, frame.width() + dummyBytes, buffer, start, end - start);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            int length = frame.begin(address, buffer, start, end);
            frame.bytes()[0] &= (byte) ~READ;
            device.write(frame.bytes(), 0, length);
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
