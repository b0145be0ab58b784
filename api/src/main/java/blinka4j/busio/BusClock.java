// SPDX-License-Identifier: MIT
package blinka4j.busio;

import blinka4j.hardware.Arguments;
import blinka4j.provider.BusPort;
import java.util.function.LongSupplier;

/**
 * The time of a bus, for drivers. {@code Time} is the time of the current board; a bus may be on another board, or simulated in a test.
 *
 * <pre>{@code
 * Sensor(I2C i2c) {
 *     clock = new BusClock(i2c);
 * }
 *
 * boolean isOld() {
 *     return clock.nanos() - measuredAt > 1_000_000_000;
 * }
 * }</pre>
 *
 * <p>To wait, call {@code sleep} of the bus or the device. {@code OneWireBus} and {@code DigitalInOut} have a method {@code clock()}.
 */
public final class BusClock {
    private final LongSupplier nanos;

    public BusClock(I2C bus) {
        nanos = Arguments.required(bus, "BusClock needs a bus", "Board.i2c()")::monotonicNanos;
    }

    /** Of a device, pass {@code device.spi()}. */
    public BusClock(SPI bus) {
        nanos = Arguments.required(bus, "BusClock needs a bus", "Board.spi()")::monotonicNanos;
    }

    public BusClock(UART port) {
        nanos = Arguments.required(port, "BusClock needs a serial port", "Board.uart()")::monotonicNanos;
    }

    /** For the class of another kind of bus. */
    public BusClock(BusPort port) {
        nanos = Arguments.required(port, "BusClock needs a port", "an open port")::monotonicNanos;
    }

    /** Nanoseconds since a fixed but arbitrary time. Only differences are meaningful. */
    public long nanos() {
        return nanos.getAsLong();
    }
}
