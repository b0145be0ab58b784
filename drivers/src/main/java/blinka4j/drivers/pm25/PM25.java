// SPDX-License-Identifier: MIT
package blinka4j.drivers.pm25;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plantower PMS5003 (serial) and PMSA003I (I2C) sensors of particles in the air, and others of their family. A sensor needs 30 s
 * after its start. On I2C the bus should run at 100 kHz; safe to share between threads there.
 *
 * <p><a href="https://cdn-shop.adafruit.com/product-files/3686/plantower-pms5003-manual_v2-3.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PM25">Adafruit_CircuitPython_PM25</a>.
 */
public final class PM25 {
    /** The only one. */
    public static final int DEFAULT_ADDRESS = 0x12;

    private static final int LENGTH = 32;
    private static final int PROBES = 5;
    /** A sensor sends every 0.2 to 2.3 s. */
    private static final int TIMEOUT = 3;

    private final Object source;
    private final Supplier<byte[]> frames;

    /**
     * Particles up to 1.0, 2.5 and 10 µm in µg/m³, for industry ("standard") and in the open air ("env"), to 500 and more; and the
     * number of particles larger than 0.3 to 10 µm in 0.1 l of air, 0 to 65535.
     */
    public record AqiReading(
            int pm10Standard,
            int pm25Standard,
            int pm100Standard,
            int pm10Env,
            int pm25Env,
            int pm100Env,
            int particles03um,
            int particles05um,
            int particles10um,
            int particles25um,
            int particles50um,
            int particles100um) {}

    public PM25(UART uart) {
        this(uart, null);
    }

    /**
     * @param uart at 9600 baud; is set to a timeout of 3 s
     * @param resetPin resets the sensor, which takes 1 s; null for none
     */
    public PM25(UART uart, @Nullable DigitalInOut resetPin) {
        reset(resetPin, uart::sleep);
        uart.timeout(TIMEOUT);
        source = uart;
        frames = () -> newest(uart);
    }

    public PM25(I2C i2c) {
        this(i2c, null);
    }

    public PM25(I2C i2c, @Nullable DigitalInOut resetPin) {
        this(i2c, resetPin, DEFAULT_ADDRESS);
    }

    /**
     * @param resetPin resets the sensor, which takes 1 s; null for none
     * @throws DeviceNotFoundException if nothing answers at {@code address} for 4 s
     */
    public PM25(I2C i2c, @Nullable DigitalInOut resetPin, int address) {
        reset(resetPin, i2c::sleep);
        I2CDevice device = new I2CDevice(i2c, address, false);
        for (int probes = 1; !i2c.probe(address); probes++) {
            if (probes == PROBES) {
                throw new DeviceNotFoundException(
                        "no I2C device at %s. Check its power and the wiring of SDA and SCL.".formatted(device));
            }
            i2c.sleep(Duration.ofSeconds(1));
        }
        source = device;
        frames = () -> device.read(LENGTH);
    }

    private static void reset(@Nullable DigitalInOut pin, Consumer<Duration> sleep) {
        if (pin != null) {
            pin.switchToOutput(false);
            sleep.accept(Duration.ofMillis(10));
            pin.value(true);
            sleep.accept(Duration.ofSeconds(1));
        }
    }

    /**
     * The newest values. Of a serial port it drops older ones, and waits for new ones if there are none.
     *
     * @throws BusException of kind TIMEOUT if the sensor sends nothing for 3 s; of kind CHECKSUM if bytes were lost or changed
     */
    public AqiReading read() {
        byte[] frame = frames.get();
        ByteBuffer words = ByteBuffer.wrap(frame);
        int sum = 0;
        for (int i = 0; i < LENGTH - 2; i++) {
            sum += frame[i] & 0xFF;
        }
        if (words.getInt(0) != 0x424D_001C || words.getChar(LENGTH - 2) != sum) {
            throw new BusException(
                    Kind.CHECKSUM,
                    "wrong checksum or header from %s in %s. Bytes were lost or changed on the way. Check the wiring, and try again."
                            .formatted(source, HexFormat.of().formatHex(frame)));
        }
        int[] values = new int[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = words.getChar(4 + 2 * i);
        }
        return new AqiReading(
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10],
                values[11]);
    }

    private static byte[] newest(UART uart) {
        byte[] frame = next(uart);
        while (uart.inWaiting() >= LENGTH) {
            frame = next(uart);
        }
        return frame;
    }

    /** What follows the two bytes of a start. */
    private static byte[] next(UART uart) {
        byte[] frame = new byte[LENGTH];
        byte[] one = new byte[1];
        for (int begun = 0, tries = 0; begun < 2; tries++) {
            if (uart.readInto(one) == 0 || tries == 3 * LENGTH) {
                throw missing(uart, "no start of a frame");
            }
            begun = one[0] == 'B' ? 1 : begun == 1 && one[0] == 'M' ? 2 : 0;
        }
        frame[0] = 'B';
        frame[1] = 'M';
        byte[] rest = uart.read(LENGTH - 2);
        if (rest.length < LENGTH - 2) {
            throw missing(uart, "only %s bytes of a frame".formatted(2 + rest.length));
        }
        System.arraycopy(rest, 0, frame, 2, rest.length);
        return frame;
    }

    private static BusException missing(UART uart, String came) {
        return new BusException(
                Kind.TIMEOUT,
                "%s gave %s in %s s. A sensor sends one every 0.2 to 2.3 s. Check its power, its wiring and 9600 baud."
                        .formatted(uart, came, TIMEOUT));
    }
}
