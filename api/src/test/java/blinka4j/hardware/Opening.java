// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.UartPort.Settings;
import blinka4j.pwmio.PWMOut;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens pins and buses of a board as a program does, by their names. */
final class Opening {
    private Opening() {}

    private static @Nullable Pin pin(Hardware hardware, @Nullable String name) {
        return name == null ? null : new Pin(name, hardware);
    }

    static DigitalInOut gpio(Hardware hardware, String name) {
        return new DigitalInOut(new Pin(name, hardware));
    }

    static I2C i2c(Hardware hardware, String scl, String sda, int frequency, int timeoutMicros) {
        return new I2C(new Pin(scl, hardware), new Pin(sda, hardware), frequency, timeoutMicros);
    }

    static I2C i2c(Hardware hardware, String device) {
        return onCurrent(hardware, () -> new I2C(device));
    }

    static SPI spi(Hardware hardware, String clock, @Nullable String mosi, @Nullable String miso) {
        return new SPI(new Pin(clock, hardware), pin(hardware, mosi), pin(hardware, miso));
    }

    static UART uart(Hardware hardware, @Nullable String tx, @Nullable String rx, Settings settings) {
        return new UART(pin(hardware, tx), pin(hardware, rx), settings.baudrate());
    }

    static UART uart(Hardware hardware, String device, Settings settings) {
        return onCurrent(hardware, () -> new UART(device, settings.baudrate()));
    }

    static PWMOut pwm(Hardware hardware, String pin) {
        return new PWMOut(new Pin(pin, hardware));
    }

    private static synchronized <T> T onCurrent(Hardware hardware, Supplier<T> open) {
        Hardware before = CurrentBoard.use(hardware);
        try {
            return open.get();
        } finally {
            CurrentBoard.use(before);
        }
    }
}
