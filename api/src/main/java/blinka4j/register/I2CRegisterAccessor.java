// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.time.Duration;

/** Registers over I2C: the address is written; the data follows, or is read after a repeated start. */
public final class I2CRegisterAccessor implements RegisterAccessor {
    private final I2CDevice device;
    private final Frame frame;

    /** Register addresses of one byte. */
    public I2CRegisterAccessor(I2CDevice device) {
        this(device, 1, ByteOrder.BIG_ENDIAN);
    }

    /**
     * @param addressWidth bytes of a register's address, 1 or 2
     * @param addressOrder which of them goes first
     */
    public I2CRegisterAccessor(I2CDevice device, int addressWidth, ByteOrder addressOrder) {
        this.device = device;
        this.frame = new Frame(addressWidth, addressOrder);
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            int length = frame.begin(address, 0);
            device.writeThenReadInto(frame.bytes(), 0, length, buffer, start, end);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        BusHold hold = device.lock();
        try (hold) {
            int length = frame.begin(address, buffer, start, end);
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
