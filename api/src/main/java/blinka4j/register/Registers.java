// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * The registers of one device. A driver begins with it.
 *
 * <pre>{@code
 * var chip = new Registers(i2c, 0x18);
 * chip.u16be(0x06).require(0x0054, "MCP9808");
 * Scaled temperature = chip.u16be(0x05).bits(0, 13).signed().scaled(1 / 16.0);
 * Choice<Resolution> resolution = chip.u8(0x08).bits(0, 2).choice(Resolution.values());
 * }</pre>
 *
 * <p>Safe to share between threads.
 */
public final class Registers {
    private final RegisterAccessor device;

    /**
     * Registers with addresses of one byte.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public Registers(I2C i2c, int address) {
        this(new I2CDevice(i2c, address));
    }

    /** Registers with addresses of one byte. */
    public Registers(I2CDevice device) {
        this(new I2CRegisterAccessor(device));
    }

    /** Registers with addresses of one byte, whose highest bit is 1 to read and 0 to write. */
    public Registers(SPIDevice device) {
        this(new SPIRegisterAccessor(device));
    }

    /** Registers with longer addresses, or with another protocol. */
    public Registers(RegisterAccessor device) {
        this.device = device;
    }

    /** One byte. */
    public Register u8(int address) {
        return register(address, 1, ByteOrder.BIG_ENDIAN);
    }

    /** Two bytes, the higher first. */
    public Register u16be(int address) {
        return register(address, 2, ByteOrder.BIG_ENDIAN);
    }

    /** Two bytes, the lower first. */
    public Register u16le(int address) {
        return register(address, 2, ByteOrder.LITTLE_ENDIAN);
    }

    /** Three bytes, the highest first. */
    public Register u24be(int address) {
        return register(address, 3, ByteOrder.BIG_ENDIAN);
    }

    /** Three bytes, the lowest first. */
    public Register u24le(int address) {
        return register(address, 3, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A register of any size.
     *
     * @param address of the register's first byte
     * @param width bytes, 1 to 4
     * @param order which byte comes first
     */
    public Register register(int address, int width, ByteOrder order) {
        return new Register(device, address, width, order);
    }

    /** Reads the register at {@code address} and those after it, as many as {@code buffer} has bytes, in one transfer. */
    public void readInto(int address, byte[] buffer) {
        device.read(address, buffer, 0, buffer.length);
    }

    /** Locks the bus for several calls, until the result is closed. */
    public BusHold lock() {
        return device.lock();
    }

    /** Waits: really, or in simulated time on a simulated bus. */
    public void sleep(Duration time) {
        device.sleep(time);
    }

    RegisterAccessor device() {
        return device;
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
