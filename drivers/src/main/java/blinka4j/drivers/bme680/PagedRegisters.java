// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme680;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.register.RegisterAccessor;
import blinka4j.register.SPIRegisterAccessor;
import java.time.Duration;

/** Registers over SPI, in two pages of 128: bit 4 of the register 0x73, which both pages have, is 1 for the lower one. */
final class PagedRegisters implements RegisterAccessor {
    private final SPIRegisterAccessor registers;
    /** Used with the bus locked. */
    private final byte[] page = new byte[1];

    PagedRegisters(SPIDevice device) {
        registers = new SPIRegisterAccessor(device);
    }

    private void select(int address) {
        page[0] = (byte) (address < 0x80 ? 0x10 : 0);
        registers.write(0x73, page, 0, 1);
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        BusHold hold = lock();
        try (hold) {
            select(address);
            registers.read(address, buffer, start, end);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        BusHold hold = lock();
        try (hold) {
            select(address);
            registers.write(address, buffer, start, end);
        }
    }

    @Override
    public BusHold lock() {
        return registers.lock();
    }

    @Override
    public void sleep(Duration time) {
        registers.sleep(time);
    }

    @Override
    public String toString() {
        return registers.toString();
    }
}
