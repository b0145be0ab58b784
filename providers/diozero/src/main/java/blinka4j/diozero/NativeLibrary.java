// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import blinka4j.provider.UartPort;
import com.diozero.api.I2CConstants.AddressSize;
import com.diozero.api.PinInfo;
import com.diozero.api.SerialConstants.DataBits;
import com.diozero.api.SerialConstants.Parity;
import com.diozero.api.SerialConstants.StopBits;
import com.diozero.api.SpiClockMode;
import com.diozero.internal.provider.builtin.DefaultDeviceFactory;
import com.diozero.internal.provider.builtin.SysFsPwmOutputDevice;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import com.diozero.internal.provider.builtin.i2c.NativeI2CDeviceSMBus;
import com.diozero.internal.provider.builtin.serial.NativeSerialDevice;
import com.diozero.internal.provider.builtin.spi.NativeSpiDevice;
import com.diozero.internal.spi.InternalDeviceInterface;
import com.diozero.internal.spi.InternalI2CDeviceInterface;
import com.diozero.internal.spi.InternalPwmOutputDeviceInterface;
import com.diozero.sbc.BoardInfo;
import com.diozero.sbc.LocalSystemInfo;
import com.diozero.util.FileNative;
import com.diozero.util.LibraryLoader;
import com.diozero.util.PropertyUtil;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** diozero on this machine. */
final class NativeLibrary implements Library {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String RETRIES = "diozero.i2c.retryCount";
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final int READ_WAIT_MILLIS = 100;

    private final Factory factory = new Factory();
    private final AtomicInteger devices = new AtomicInteger();

    private NativeLibrary() {}

    /** Loads diozero's native code, with its log and its hidden retries disabled. */
    static Library load(Host host) {
        Quiet.apply(host);
        if (!PropertyUtil.isPropertySet(RETRIES)) {
            System.setProperty(RETRIES, "1");
        }
        String processor = System.getProperty("os.arch", "");
        String folder = DiozeroProvider.nativeFolder(processor, host)
                .orElseThrow(() -> new NotAvailableException(
                        "diozero has no native code for %s. Select another provider with BLINKA_PROVIDER."
                                .formatted(processor)));
        // diozero would use the name that lscpu gives the processor. On 32-bit ARM it has no folder with that name.
        LibraryLoader.loadLibrary(LibraryLoader.class, "diozero-system-utils", folder);
        try {
            FileNative.close(-1);
        } catch (UnsatisfiedLinkError e) {
            throw new NotAvailableException(
                    "diozero's native code (%s) cannot be loaded. The folder for temporary files, %s, must be writable and not mounted noexec, and the C library must be glibc. Set java.io.tmpdir, or BLINKA_PROVIDER=linux."
                            .formatted(folder, System.getProperty("java.io.tmpdir")),
                    e);
        }
        return new NativeLibrary();
    }

    /** A factory that is never started, so it opens no controllers. Devices ask it which devices are open. */
    private static final class Factory extends DefaultDeviceFactory {
        @Override
        protected BoardInfo lookupBoardInfo() {
            return new BoardInfo(BoardInfo.UNKNOWN, BoardInfo.UNKNOWN, 0, BoardInfo.UNKNOWN, BoardInfo.UNKNOWN) {
                @Override
                public void populateBoardPinInfo() {}

                @Override
                public boolean isRecognised() {
                    return true;
                }
            };
        }
    }

    /** Replaces a line in a controller's list, so that the controller does not close the line. */
    private static final class NoLine extends GpioLine {
        NoLine() {
            super(0, 0, "", "");
        }

        @Override
        public void close() {}
    }

    @Override
    public @Nullable GpioChip gpioChip(String path) {
        try {
            return GpioChip.openChip(path);
        } catch (NullPointerException e) {
            // diozero throws this if the kernel refuses a request for line information.
            throw new NotAvailableException(
                    "%s cannot be used. diozero needs version 1 of the kernel's GPIO interface, and this kernel was built without it (CONFIG_GPIO_CDEV_V1). Set BLINKA_PROVIDER=linux."
                            .formatted(path),
                    e);
        }
    }

    @Override
    public void close(GpioChip chip) {
        // Its close() closes the file of each line. That is number 0 for a line that was never requested.
        Arrays.fill(chip.getLines(), new NoLine());
        chip.close();
    }

    @Override
    public int i2cFunctions(int bus) {
        return LocalSystemInfo.getI2CFunctionalities(bus);
    }

    @Override
    public InternalI2CDeviceInterface i2c(int bus, int address) {
        return opened(new NativeI2CDeviceSMBus(factory, key(), bus, address, AddressSize.SIZE_7, false));
    }

    @Override
    public InternalPwmOutputDeviceInterface pwm(int chip, int channel, int frequency, float duty) {
        PinInfo pin = new PinInfo(
                "PWM",
                "",
                PinInfo.NOT_DEFINED,
                PinInfo.NOT_DEFINED,
                chip,
                channel,
                "",
                PinInfo.PWM_OUTPUT,
                PinInfo.NOT_DEFINED,
                PinInfo.NOT_DEFINED,
                PinInfo.NOT_DEFINED,
                PinInfo.NOT_DEFINED);
        return opened(new SysFsPwmOutputDevice(key(), factory, pin, frequency, duty, null));
    }

    private String key() {
        return "blinka4j-" + devices.incrementAndGet();
    }

    /** Registers a device with its factory. Otherwise it would not close. */
    private <T extends InternalDeviceInterface> T opened(T device) {
        factory.deviceOpened(device);
        return device;
    }

    @Override
    public NativeSpiDevice spi(int bus, int chipSelect, int baudrate, SpiClockMode mode, boolean lsbFirst) {
        return new NativeSpiDevice(bus, chipSelect, baudrate, mode, lsbFirst);
    }

    @Override
    public NativeSerialDevice serial(String path, UartPort.Settings settings) {
        DataBits bits = switch (settings.bits()) {
            case 5 -> DataBits.CS5;
            case 6 -> DataBits.CS6;
            case 7 -> DataBits.CS7;
            default -> DataBits.CS8;
        };
        Parity parity = switch (settings.parity()) {
            case NONE -> Parity.NO_PARITY;
            case EVEN -> Parity.EVEN_PARITY;
            case ODD -> Parity.ODD_PARITY;
        };
        StopBits stop = settings.stop() == 2 ? StopBits.TWO_STOP_BITS : StopBits.ONE_STOP_BIT;
        return new NativeSerialDevice(path, settings.baudrate(), bits, stop, parity, true, 0, READ_WAIT_MILLIS);
    }

    @Override
    public int open(String path) {
        return FileNative.open(path, FileNative.O_RDWR);
    }

    @Override
    public void close(int fd) {
        FileNative.close(fd);
    }

    @Override
    public Set<Integer> openAs(Path file) {
        Set<Integer> numbers = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(OPEN_FILES)) {
            Path real = file.toRealPath();
            for (Path entry : entries) {
                if (refersTo(entry, real)) {
                    numbers.add(Integer.valueOf(String.valueOf(entry.getFileName())));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{} cannot be read", OPEN_FILES, e);
        }
        return numbers;
    }

    private static boolean refersTo(Path entry, Path file) {
        try {
            return Files.readSymbolicLink(entry).equals(file);
        } catch (IOException e) {
            // It was closed in the meantime.
            return false;
        }
    }
}
