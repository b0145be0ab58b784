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
 * The parts of diozero that this provider uses. All objects belong to this provider: neither diozero's shared device factory nor its
 * shutdown hook knows them.
 */
interface Library {
    /** Opens a GPIO controller and reads the state of each line. Returns null if the file cannot be opened. */
    @Nullable GpioChip gpioChip(String path);

    /** Closes a GPIO controller. Lines that were requested from it stay requested. */
    void close(GpioChip chip);

    /** Returns the adapter's functions as in {@code I2C_FUNCS}, or -1 if the file cannot be opened. */
    int i2cFunctions(int bus);

    /** @throws com.diozero.api.RuntimeIOException if the file or the address cannot be opened */
    InternalI2CDeviceInterface i2c(int bus, int address);

    /** Opens a device. If the file cannot be opened, or the controller refuses the settings, the device silently does nothing. */
    NativeSpiDevice spi(int bus, int chipSelect, int baudrate, SpiClockMode mode, boolean lsbFirst);

    /** Opens a port whose reads wait for 0.1 s. Never call its own close method. */
    NativeSerialDevice serial(String path, UartPort.Settings settings);

    InternalPwmOutputDeviceInterface pwm(int chip, int channel, int frequency, float duty);

    /** Opens a file for reading and writing. Returns a negative number if that fails. */
    int open(String path);

    /** Closes a file by its number. */
    void close(int fd);

    /** Returns the file descriptors that this process has open on a file. */
    Set<Integer> openAs(Path file);
}
