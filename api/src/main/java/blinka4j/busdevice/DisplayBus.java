// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.hardware.Arguments;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a display whose chip takes commands and pixels, such as SSD1306, SH1106 and their relatives. A control byte tells the two
 * apart on I2C, the pin D/C on SPI. Safe to share between threads.
 *
 * <p>A chip that has lost an argument of a command takes the next byte for it. So the first call after one that failed begins with the
 * command 0xE3, which does nothing, for each argument that may be missing.
 */
public final class DisplayBus {
    /** A command follows, then another control byte. */
    private static final int COMMAND = 0x80;
    /** Only pixels follow. */
    private static final int PIXELS = 0x40;

    private static final byte[] NO_OPERATIONS = Bytes.of(0xE3, 0xE3, 0xE3, 0xE3, 0xE3, 0xE3);

    private static final int EINVAL = 22;
    /** Pixels in a transfer that no bus is too short for. */
    private static final int FEW = 16;

    /** {@code write} of a device. */
    private interface Writer {
        void write(byte[] buffer, int start, int end);
    }

    private final Writer device;
    private final Supplier<BusHold> lock;
    private final Consumer<Duration> sleep;
    private final String name;
    private final @Nullable DigitalInOut dc;
    private final byte[] single = new byte[1];
    private byte[] frame = new byte[2];
    /** Pixels in one transfer. Less if the bus says that a transfer is too long. */
    private int most = Integer.MAX_VALUE;

    private boolean complete = true;

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address} */
    public DisplayBus(I2C i2c, int address) {
        I2CDevice chip = new I2CDevice(i2c, address);
        device = chip::write;
        lock = chip::lock;
        sleep = chip::sleep;
        name = chip.toString();
        dc = null;
    }

    /** @param dc the pin D/C, which becomes an output: high for pixels */
    public DisplayBus(SPIDevice chip, DigitalInOut dc) {
        this.dc = Arguments.required(dc, "a display on SPI needs a pin D/C", "new DigitalInOut(Board.D6)");
        device = Arguments.required(chip, "a display on SPI needs a device", "new SPIDevice(spi, Board.CE0)")::write;
        lock = chip::lock;
        sleep = chip::sleep;
        name = chip.toString();
        dc.switchToOutput();
    }

    /** Sends a byte of a command in a transfer: the command, or an argument. */
    public void command(int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("%s is no command: expected a byte, 0 to 0xff".formatted(value));
        }
        BusHold hold = lock();
        try (hold) {
            single[0] = (byte) value;
            commands(single);
        }
    }

    /** Sends commands and their arguments in one transfer. */
    public void commands(byte... values) {
        BusHold hold = lock();
        try (hold) {
            recover();
            complete = false;
            send(values);
            complete = true;
        }
    }

    /** Sends {@code pixels[start..end)}, in several transfers if they are too long for one of this bus. */
    public void pixels(byte[] pixels, int start, int end) {
        BusHold hold = lock();
        try (hold) {
            recover();
            if (dc != null) {
                dc.value(true);
                device.write(pixels, start, end);
                return;
            }
            int count;
            for (int at = start; at < end; at += count) {
                count = part(pixels, at, Math.min(end - at, most));
            }
        }
    }

    private void recover() {
        if (!complete) {
            send(NO_OPERATIONS);
            complete = true;
        }
    }

    private void send(byte[] values) {
        if (dc != null) {
            dc.value(false);
            device.write(values, 0, values.length);
            return;
        }
        byte[] bytes = frame(2 * values.length);
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) COMMAND;
            bytes[2 * i + 1] = values[i];
        }
        device.write(bytes, 0, 2 * values.length);
    }

    /** Sends the first of so many pixels, as many as the bus takes. Returns how many. */
    private int part(byte[] pixels, int start, int count) {
        byte[] bytes = frame(1 + count);
        bytes[0] = PIXELS;
        System.arraycopy(pixels, start, bytes, 1, count);
        try {
            device.write(bytes, 0, 1 + count);
            return count;
        } catch (BusException e) {
            boolean isTooLong = e.errno() == I2CPort.EOPNOTSUPP || e.errno() == EINVAL;
            if (!isTooLong || count <= FEW) {
                throw e;
            }
        }
        int sent = part(pixels, start, count / 2);
        most = sent;
        return sent;
    }

    private byte[] frame(int length) {
        if (frame.length < length) {
            frame = new byte[length];
        }
        return frame;
    }

    /** Locks the bus for several calls, until the returned object is closed. */
    public BusHold lock() {
        return lock.get();
    }

    /** Waits for the chip. On a simulated bus only simulated time passes. */
    public void sleep(Duration time) {
        sleep.accept(time);
    }

    @Override
    public String toString() {
        return name;
    }
}
