// SPDX-License-Identifier: MIT
package blinka4j.drivers.fram;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.register.I2CRegisterAccessor;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Fujitsu MB85RC256V memory: 32,768 bytes that stay without power. Writing takes no time beyond the transfer. Safe to share between
 * threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/MB85RC256V-DS501-00017-3v0-E.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_FRAM">Adafruit_CircuitPython_FRAM</a>.
 */
public final class FRAM_I2C extends FRAM {
    /** With A0, A1 and A2 low. These pins select 0x50 to 0x57. */
    public static final int DEFAULT_ADDRESS = 0x50;

    /** Reserved by I2C's specification: all chips that have an id answer here. */
    private static final int ID_ADDRESS = 0x7C;

    private final I2CDevice device;
    private final I2CRegisterAccessor memory;

    public FRAM_I2C(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public FRAM_I2C(I2C i2c, int address) {
        this(i2c, address, false, null);
    }

    /**
     * @param writeProtect true to refuse writes until {@link #writeProtected(boolean)}
     * @param wpPin the pin that is wired to WP, or null
     */
    public FRAM_I2C(I2C i2c, int address, boolean writeProtect, @Nullable DigitalInOut wpPin) {
        super(0x8000);
        device = new I2CDevice(i2c, address);
        memory = new I2CRegisterAccessor(device, 2, ByteOrder.BIG_ENDIAN);
        int id = id();
        if (id != 0x00A510) {
            throw new DeviceNotFoundException("MB85RC256V", device, "the id 0x%06x (expected 0x00a510)".formatted(id));
        }
        protect(writeProtect, wpPin);
    }

    /** 12 bits are the manufacturer's, 12 the product's. */
    private int id() {
        byte[] id = new byte[3];
        try {
            byte[] which = {(byte) (device.address() << 1)};
            new I2CDevice(device.i2c(), ID_ADDRESS, false).writeThenReadInto(which, id);
        } catch (BusException e) {
            if (e.kind() != BusException.Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            throw new DeviceNotFoundException(
                    "no MB85RC256V at %s: the chip there has no id. Another chip is there. Check the address."
                            .formatted(device),
                    e);
        }
        return (id[0] & 0xff) << 16 | (id[1] & 0xff) << 8 | (id[2] & 0xff);
    }

    @Override
    protected BusHold lock() {
        return device.lock();
    }

    @Override
    protected void read(int address, byte[] buffer, int start, int end) {
        memory.read(address, buffer, start, end);
    }

    @Override
    protected void write(int address, byte[] buffer, int start, int end) {
        memory.write(address, buffer, start, end);
    }

    @Override
    public String toString() {
        return "FRAM at %s".formatted(device);
    }
}
