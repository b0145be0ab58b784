// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.time.Duration;

/** Registers over I2C: the address is written, the data follows, or is read after a repeated start. */
public final class I2CRegisterAccessor implements RegisterAccessor {
    private final I2CDevice device;
    private final Address address;

    /** Register addresses of one byte. */
    public I2CRegisterAccessor(I2CDevice device) {
        this(device, 1, ByteOrder.BIG_ENDIAN);
    }

    /**
     * @param addressWidth how many bytes a register's address has, 1 or 2
     * @param addressOrder which of them goes first
     */
    public I2CRegisterAccessor(I2CDevice device, int addressWidth, ByteOrder addressOrder) {
        this.device = device;
        this.address = new Address(addressWidth, addressOrder);
    }

    @Override
    public int addressWidth() {
        return address.width();
    }

    @Override
    public void readRegister(int register, byte[] buffer, int end) {
        address.put(register, buffer);
        device.writeThenReadInto(buffer, 0, address.width(), buffer, address.width(), end);
    }

    @Override
    public void writeRegister(int register, byte[] buffer, int end) {
        address.put(register, buffer);
        device.write(buffer, 0, end);
    }

    @Override
    public BusHold lock() {
        return device.lock();
    }

    @Override
    public void unlock() {
        device.unlock();
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
