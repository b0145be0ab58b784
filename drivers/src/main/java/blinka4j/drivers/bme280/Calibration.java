// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

/**
 * The constants that Bosch has measured for one chip, and the formulas of the data sheet (appendix 8.1, double precision). Names
 * and numbers, from 1, are those of the data sheet.
 */
final class Calibration {
    final int[] t = new int[4];
    final int[] p = new int[10];
    final int[] h = new int[7];

    /** From the registers 0x88 to 0xA1 and 0xE1 to 0xE7. */
    Calibration(byte[] main, byte[] humidity) {
        for (int i = 1; i < t.length; i++) {
            t[i] = signed(main, 2 * i - 2);
        }
        for (int i = 1; i < p.length; i++) {
            p[i] = signed(main, 2 * i + 4);
        }
        t[1] &= 0xffff;
        p[1] &= 0xffff;
        h[1] = main[25] & 0xff;
        h[2] = signed(humidity, 0);
        h[3] = humidity[2] & 0xff;
        // H4 and H5 share 0xE5: its lower half belongs to H4, its upper half to H5.
        h[4] = (humidity[3] << 4) | (humidity[4] & 0xf);
        h[5] = (humidity[5] << 4) | ((humidity[4] >> 4) & 0xf);
        h[6] = humidity[6];
    }

    private static int signed(byte[] from, int at) {
        return (from[at + 1] << 8) | (from[at] & 0xff);
    }

    /** The temperature in 1/5120 °C. The other two formulas need it. */
    double fine(int adcT) {
        double offset = adcT / 131072.0 - t[1] / 8192.0;
        return (adcT / 16384.0 - t[1] / 1024.0) * t[2] + offset * offset * t[3];
    }

    /** Pressure in Pa; infinite if the calibration makes the formula divide by zero. */
    double pressure(int adcP, double fine) {
        double var1 = fine / 2.0 - 64000.0;
        double var2 = (var1 * var1 * p[6] / 32768.0 + var1 * p[5] * 2.0) / 4.0 + p[4] * 65536.0;
        var1 = (p[3] * var1 * var1 / 524288.0 + p[2] * var1) / 524288.0;
        var1 = (1.0 + var1 / 32768.0) * p[1];
        if (var1 == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double pascals = (1048576.0 - adcP - var2 / 4096.0) * 6250.0 / var1;
        return pascals + (p[9] * pascals * pascals / 2147483648.0 + pascals * p[8] / 32768.0 + p[7]) / 16.0;
    }

    /** Relative humidity in %, not limited to 0 to 100. */
    double humidity(int adcH, double fine) {
        double var = fine - 76800.0;
        var = (adcH - (h[4] * 64.0 + h[5] / 16384.0 * var))
                * (h[2] / 65536.0 * (1.0 + h[6] / 67108864.0 * var * (1.0 + h[3] / 67108864.0 * var)));
        return var * (1.0 - h[1] * var / 524288.0);
    }
}
