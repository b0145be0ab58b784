// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.provider.UartPort;
import com.diozero.api.SpiClockMode;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.serial.NativeSerialDevice;
import com.diozero.internal.provider.builtin.spi.NativeSpiDevice;
import com.diozero.internal.spi.InternalI2CDeviceInterface;
import com.diozero.internal.spi.InternalPwmOutputDeviceInterface;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this provider takes from diozero: objects of this program's own, none of which diozero's shared device factory, or
 * its shutdown hook, knows.
 */
interface Library {
    /** Opens a GPIO controller and reads what the kernel says about each line; null if the file cannot be opened. */
    @Nullable GpioChip gpioChip(String path);

    /** Gives up a GPIO controller; lines that were requested from it stay so. */
    void close(GpioChip chip);

    /** The adapter's functions, as {@code I2C_FUNCS} has them; -1 if the file cannot be opened. */
    int i2cFunctions(int bus);

    /** @throws com.diozero.api.RuntimeIOException if the file or the address cannot be had */
    InternalI2CDeviceInterface i2c(int bus, int address);

    /** The device is of no use, without a word, if the file cannot be opened or the controller refuses the settings. */
    NativeSpiDevice spi(int bus, int chipSelect, int baudrate, SpiClockMode mode, boolean lsbFirst);

    /** A port whose reads wait for a tenth of a second; it must never be closed by its own method. */
    NativeSerialDevice serial(String path, UartPort.Settings settings);

    InternalPwmOutputDeviceInterface pwm(int chip, int channel, int frequency, float duty);

    /** Opens a file for reading and writing; a negative number if that fails. */
    int open(String path);

    /** Closes a file by its number. */
    void close(int fd);

    /** The numbers by which this process has a file open. */
    Set<Integer> openAs(Path file);
}
