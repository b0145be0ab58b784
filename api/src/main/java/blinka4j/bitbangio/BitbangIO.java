// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.LineGroup;
import blinka4j.microcontroller.Pin;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Buses on any GPIO pins, whose clock the program makes: CircuitPython's {@code bitbangio.I2C} and {@code bitbangio.SPI}. The result is
 * an {@link I2C} or {@link SPI}, which every driver takes.
 *
 * <pre>{@code
 * try (I2C i2c = BitbangIO.i2c(Board.D5, Board.D6)) {
 *     System.out.println(new BME280(i2c).temperature());
 * }
 * }</pre>
 *
 * <p>A bus of a controller is faster and needs no processor time. Linux may interrupt the program at any moment, and the clock then
 * stands still, which both buses allow. So the frequency is an upper limit.
 */
public final class BitbangIO {
    /** The default clock of an I2C bus in Hz, as in CircuitPython. */
    public static final int I2C_FREQUENCY = 400_000;

    /** How long a device may stretch the clock by default, in µs, as in CircuitPython. */
    public static final int I2C_TIMEOUT = 255;

    private BitbangIO() {}

    /** Opens an I2C bus of up to 400 kHz, whose devices may stretch the clock for 255 µs. */
    public static I2C i2c(Pin scl, Pin sda) {
        return i2c(scl, sda, I2C_FREQUENCY);
    }

    /** Opens an I2C bus whose devices may stretch the clock for 255 µs. */
    public static I2C i2c(Pin scl, Pin sda, int frequency) {
        return i2c(scl, sda, frequency, I2C_TIMEOUT);
    }

    /**
     * Opens an I2C bus. It needs a pull-up resistor on each wire. The pins never drive high.
     *
     * @param frequency the highest clock in Hz, 1 to 1,000,000
     * @param timeoutMicros how long a device may stretch the clock, in µs, 1 or more
     * @throws blinka4j.PinException if the board has no such pin, or one is in use; the message names the user
     */
    public static I2C i2c(Pin scl, Pin sda, int frequency, int timeoutMicros) {
        BitbangI2C.require(frequency, timeoutMicros);
        Hardware hardware = Pin.hardware("BitbangIO.i2c(scl, sda)", scl, sda);
        LineGroup lines = LineGroup.ofSingles("BitbangIO.i2c", hardware, List.of(scl.name(), sda.name()));
        I2C bus = new I2C(new BitbangI2C(lines, hardware.provider().clock(), frequency, timeoutMicros));
        lines.guard(bus);
        return bus;
    }

    /** Opens an SPI bus that is only written. */
    public static SPI spi(Pin clock, Pin mosi) {
        return spi(clock, mosi, null);
    }

    /**
     * Opens an SPI bus, at up to 100 kHz, polarity 0, phase 0, until a device sets its own. Chip selects are digital outputs.
     *
     * @param mosi null for a bus that is only read
     * @param miso null for a bus that is only written
     * @throws IllegalArgumentException if both are null
     * @throws blinka4j.PinException if the board has no such pin, or one is in use; the message names the user
     */
    public static SPI spi(Pin clock, @Nullable Pin mosi, @Nullable Pin miso) {
        if (mosi == null && miso == null) {
            throw new IllegalArgumentException(
                    "an SPI bus needs MOSI or MISO, or both. Pass at least one of these pins.");
        }
        Pin.required(clock, "BitbangIO.spi(clock, mosi, miso)");
        Pin[] pins = Stream.of(clock, mosi, miso).filter(Objects::nonNull).toArray(Pin[]::new);
        Hardware hardware = Pin.hardware("BitbangIO.spi(clock, mosi, miso)", pins);
        List<String> names = Stream.of(pins).map(Pin::name).toList();
        LineGroup lines = LineGroup.ofSingles("BitbangIO.spi", hardware, names);
        SPI bus = new SPI(new BitbangSpi(lines, hardware.provider().clock(), mosi != null, miso != null));
        lines.guard(bus);
        return bus;
    }
}
