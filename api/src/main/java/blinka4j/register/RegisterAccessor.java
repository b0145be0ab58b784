// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busio.BusHold;
import java.time.Duration;

/**
 * How {@link Registers} reach one device: {@link I2CRegisterAccessor}, {@link SPIRegisterAccessor}, or your own class for
 * a device with another protocol. Buffers hold data only; the accessor adds the address. Safe to share between threads.
 */
public interface RegisterAccessor {
    /** Reads the register at {@code address} and those after it into {@code buffer[start..end)}, in one transfer. */
    void read(int address, byte[] buffer, int start, int end);

    /** Writes {@code buffer[start..end)} to the register at {@code address} and those after it, in one transfer. */
    void write(int address, byte[] buffer, int start, int end);

    /** Locks the bus for several calls, until the result is closed. */
    BusHold lock();

    /** Waits: really, or in simulated time on a simulated bus. */
    void sleep(Duration time);
}
