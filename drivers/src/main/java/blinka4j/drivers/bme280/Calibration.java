// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

import blinka4j.BusException;
import blinka4j.register.Registers;
import java.util.Arrays;

/**
 * The constants that Bosch has measured for one chip, and the data sheet's formulas with them (appendix 8.1, in double
 * precision). Names are those of the data sheet.
 */
final class Calibration {
    private static final int FIRST = 0x88;
    private static final int LAST = 0xA1;
    private static final int FIRST_HUMIDITY = 0xE1;
    private static final int LAST_HUMIDITY = 0xE7;

    final int t1;
    final int t2;
    final int t3;
    final int p1;
    final int p2;
    final int p3;
    final int p4;
    final int p5;
    final int p6;
    final int p7;
    final int p8;
    final int p9;
    final int h1;
    final int h2;
    final int h3;
    final int h4;
    final int h5;
    final int h6;

    /**
     * @param main registers 0x88 to 0xA1
     * @param humidity registers 0xE1 to 0xE7
     */
    Calibration(byte[] main, byte[] humidity) {
        t1 = unsigned(main, 0);
        t2 = signed(main, 2);
        t3 = signed(main, 4);
        p1 = unsigned(main, 6);
        p2 = signed(main, 8);
        p3 = signed(main, 10);
        p4 = signed(main, 12);
        p5 = signed(main, 14);
        p6 = signed(main, 16);
        p7 = signed(main, 18);
        p8 = signed(main, 20);
        p9 = signed(main, 22);
        h1 = main[LAST - FIRST] & 0xff;
        h2 = signed(humidity, 0);
        h3 = humidity[2] & 0xff;
        // 0xE5 is shared: its lower half belongs to H4, its upper one to H5.
        h4 = (humidity[3] << 4) | (humidity[4] & 0xf);
        h5 = (humidity[5] << 4) | ((humidity[4] >> 4) & 0xf);
        h6 = humidity[6];
    }

    /** @throws BusException if what is read cannot be a calibration */
    static Calibration of(Registers device) {
        return new Calibration(
                read(device, FIRST, LAST - FIRST + 1),
                read(device, FIRST_HUMIDITY, LAST_HUMIDITY - FIRST_HUMIDITY + 1));
    }

    /** Reads twice, because each measurement depends on it, and no checksum protects it. */
    private static byte[] read(Registers device, int address, int count) {
        byte[] bytes = new byte[count];
        byte[] again = new byte[count];
        device.readInto(address, bytes);
        device.readInto(address, again);
        boolean constant = true;
        for (byte each : bytes) {
            constant &= each == bytes[0];
        }
        if (constant || !Arrays.equals(bytes, again)) {
            throw new BusException(
                    BusException.Kind.OTHER,
                    "the BME280 at %s gave a calibration that %s: it was read wrong, or the chip is broken; check the wiring and the supply, and create it anew"
                            .formatted(
                                    device,
                                    constant
                                            ? "is 0x%02x throughout".formatted(bytes[0])
                                            : "differs each time it is read"));
        }
        return bytes;
    }

    private static int unsigned(byte[] from, int at) {
        return ((from[at + 1] & 0xff) << 8) | (from[at] & 0xff);
    }

    private static int signed(byte[] from, int at) {
        return (from[at + 1] << 8) | (from[at] & 0xff);
    }

    /** The temperature in 1/5120 °C, which the other two formulas need. */
    double fine(int adcT) {
        double var1 = (adcT / 16384.0 - t1 / 1024.0) * t2;
        double offset = adcT / 131072.0 - t1 / 8192.0;
        return var1 + offset * offset * t3;
    }

    /** In °C. */
    static double temperature(double fine) {
        return fine / 5120.0;
    }

    /** In Pa; infinite or NaN if the calibration makes the formula divide by zero. */
    double pressure(int adcP, double fine) {
        double var1 = fine / 2.0 - 64000.0;
        double var2 = var1 * var1 * p6 / 32768.0;
        var2 += var1 * p5 * 2.0;
        var2 = var2 / 4.0 + p4 * 65536.0;
        var1 = (p3 * var1 * var1 / 524288.0 + p2 * var1) / 524288.0;
        var1 = (1.0 + var1 / 32768.0) * p1;
        double p = (1048576.0 - adcP - var2 / 4096.0) * 6250.0 / var1;
        var1 = p9 * p * p / 2147483648.0;
        var2 = p * p8 / 32768.0;
        return p + (var1 + var2 + p7) / 16.0;
    }

    /** In %, 0 to 100. */
    double humidity(int adcH, double fine) {
        return Math.max(0, Math.min(100, percent(adcH, fine)));
    }

    /** In %, not yet cut to what humidity can be. */
    double percent(int adcH, double fine) {
        double var = fine - 76800.0;
        var = (adcH - (h4 * 64.0 + h5 / 16384.0 * var))
                * (h2 / 65536.0 * (1.0 + h6 / 67108864.0 * var * (1.0 + h3 / 67108864.0 * var)));
        return var * (1.0 - h1 * var / 524288.0);
    }
}
