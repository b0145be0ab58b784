// SPDX-License-Identifier: MIT
package blinka4j.register;

import blinka4j.busio.BusHold;
import java.time.Duration;

/**
 * How the registers of one device are reached: {@link I2CRegisterAccessor}, {@link SPIRegisterAccessor}, or a device of
 * another kind. A driver written against registers works on each.
 */
public interface RegisterAccessor {
    /** How many bytes a register's address has, 1 or 2. */
    int addressWidth();

    /**
     * Reads {@code buffer[addressWidth..end)} from the register at {@code address} and those that follow. What stands in
     * the buffer before is lost.
     */
    void readRegister(int address, byte[] buffer, int end);

    /** Writes {@code buffer[addressWidth..end)}. What stands in the buffer before is lost. */
    void writeRegister(int address, byte[] buffer, int end);

    /** Takes the bus for several calls, until {@link #unlock}, or until what is returned is closed. */
    BusHold lock();

    void unlock();

    /** Waits as long as the device needs. */
    void sleep(Duration time);
}
