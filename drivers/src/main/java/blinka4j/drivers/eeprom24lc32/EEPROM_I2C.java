// SPDX-License-Identifier: MIT
package blinka4j.drivers.eeprom24lc32;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Memory;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Microchip 24LC32 memory: 4096 bytes that stay without power. Larger ones (24LC64 to 24LC512) work too, with their size given.
 * Writing takes up to 5 ms for each page of 32 bytes, and returns when the chip is done. Safe to share between threads.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/21072G.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_24LC32">Adafruit_CircuitPython_24LC32</a>.
 */
public final class EEPROM_I2C extends Memory {
    /** With A0, A1 and A2 low. These pins select 0x50 to 0x57. */
    public static final int DEFAULT_ADDRESS = 0x50;

    private static final int PAGE = 32;

    private final I2CDevice device;
    private final I2CRegisterAccessor memory;
    /** True if the chip may still be writing; used with the bus locked. */
    private boolean writing;

    public EEPROM_I2C(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public EEPROM_I2C(I2C i2c, int address) {
        this(i2c, address, false, null, 4096);
    }

    /**
     * @param writeProtect true to refuse writes until {@link #writeProtected(boolean)}
     * @param wpPin the pin that is wired to WP, or null
     * @param maxSize bytes of the chip, 32 to 65,536
     */
    public EEPROM_I2C(I2C i2c, int address, boolean writeProtect, @Nullable DigitalInOut wpPin, int maxSize) {
        super(maxSize, PAGE);
        if (maxSize < PAGE || maxSize > 65_536 || maxSize % PAGE != 0) {
            throw new IllegalArgumentException(
                    "maxSize cannot be %s bytes: expected 32 to 65536, a multiple of 32".formatted(maxSize));
        }
        device = new I2CDevice(i2c, address);
        memory = new I2CRegisterAccessor(device, 2, ByteOrder.BIG_ENDIAN);
        protect(writeProtect, wpPin);
    }

    @Override
    protected BusHold lock() {
        return device.lock();
    }

    @Override
    protected void read(int address, byte[] buffer, int start, int end) {
        awaitWritten();
        memory.read(address, buffer, start, end);
    }

    @Override
    protected void write(int address, byte[] buffer, int start, int end) {
        awaitWritten();
        writing = true;
        memory.write(address, buffer, start, end);
        awaitWritten();
    }

    /** The chip does not answer while it writes. A write that failed may have reached it. */
    private void awaitWritten() {
        for (int polls = 0; writing && !device.i2c().probe(device.address()); polls++) {
            if (polls == 40) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "the %s does not answer 20 ms after a write. It needs 5 ms at most. Check its power and wiring."
                                .formatted(this));
            }
            device.sleep(Duration.ofNanos(500_000));
        }
        writing = false;
    }

    @Override
    public String toString() {
        return "EEPROM at %s".formatted(device);
    }
}
