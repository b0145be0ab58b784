// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Registers over SPI: the address is sent, the data follows in the same transfer. The highest bit of the first byte is
 * set to read and clear to write, as most sensors have it.
 */
public final class SPIRegisterAccessor implements RegisterAccessor {
    private static final int READ = 0x80;

    private final SPIDevice device;
    private final Address address;

    /** Register addresses of one byte. */
    public SPIRegisterAccessor(SPIDevice device) {
        this(device, 1, ByteOrder.BIG_ENDIAN);
    }

    /**
     * @param addressWidth how many bytes a register's address has, 1 or 2
     * @param addressOrder which of them goes first
     */
    public SPIRegisterAccessor(SPIDevice device, int addressWidth, ByteOrder addressOrder) {
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
        buffer[0] |= (byte) READ;
        device.writeReadInto(buffer, 0, end, buffer, 0, end);
    }

    @Override
    public void writeRegister(int register, byte[] buffer, int end) {
        address.put(register, buffer);
        buffer[0] &= (byte) ~READ;
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
