// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * GPS receivers with I2C by GlobalTop, such as CDtop's PA1010D. They answer each read: with line feeds if they have nothing to say.
 *
 * <p><a href="https://www.easymanua.ls/telit-wireless-solutions/sl869-v2-series/manual?p=54">Data sheet</a> of the same bus in Telit's
 * SL869-V2; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_GPS">Adafruit_CircuitPython_GPS</a>.
 */
public final class GPS_GtopI2C extends GPS {
    /** The only one. */
    public static final int DEFAULT_ADDRESS = 0x10;

    /** Every I2C controller can read so much at once. */
    private static final int BLOCK = 32;

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int PAUSES_A_SECOND = 100;

    private final I2CDevice device;
    private final long mostPauses;
    private final byte[] block = new byte[BLOCK];
    private int next;
    private int end;
    private byte before;

    /** With a timeout of 5 s. */
    public GPS_GtopI2C(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public GPS_GtopI2C(I2C i2c, int address) {
        this(i2c, address, 5);
    }

    /**
     * @param timeout seconds that {@link #update} waits for each byte, 0 to 100
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}
     */
    public GPS_GtopI2C(I2C i2c, int address, double timeout) {
        super(new BusClock(i2c));
        if (!(timeout >= 0 && timeout <= 100)) {
            throw new IllegalArgumentException(
                    "a GPS timeout of %s s is not possible. It must be 0 to 100 s.".formatted(timeout));
        }
        device = new I2CDevice(i2c, address);
        mostPauses = Math.round(timeout * PAUSES_A_SECOND);
    }

    /** Reads up to {@code count} bytes past {@link #update}; fewer if the receiver has no more now. */
    @Override
    public byte[] read(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes. The number must be 0 or more.".formatted(count));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count && (next < end || fill())) {
            bytes.write(block[next++]);
        }
        return bytes.toByteArray();
    }

    /** Reads a block, without the line feeds that end no line; false if nothing is left. */
    private boolean fill() {
        device.readInto(block);
        next = 0;
        end = 0;
        for (byte b : block) {
            if (b != '\n' || before == '\r') {
                block[end++] = b;
            }
            before = b;
        }
        return end > 0;
    }

    /**
     * Writes bytes without a checksum. The receiver needs 10 ms before the next ones.
     *
     * @throws IllegalArgumentException if there are more than 255, which the receiver cannot take
     */
    @Override
    public int write(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("cannot write %s bytes to %s at once. The receiver takes 1 to %s."
                    .formatted(bytes.length, device, LONGEST));
        }
        device.i2c().exclusively(() -> {
            device.write(bytes);
            device.sleep(PAUSE);
        });
        return bytes.length;
    }

    /** Always 16, as in CircuitPython: the receiver does not say how many bytes it has. */
    @Override
    public int inWaiting() {
        return 16;
    }

    /** Reads a line with its line feed past {@link #update}; what came of it, if no byte comes for the timeout. */
    @Override
    public byte[] readline() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long pauses = 0; bytes.size() < LONGEST; ) {
            if (next < end) {
                byte b = block[next++];
                bytes.write(b);
                if (b == '\n') {
                    break;
                }
            } else if (fill()) {
                pauses = 0;
            } else if (pauses++ == mostPauses) {
                break;
            } else {
                device.sleep(PAUSE);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "GPS at %s".formatted(device);
    }
}
