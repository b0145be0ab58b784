// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme680;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The constants that Bosch has measured for one chip, and the formulas of the data sheet (3.3.5 and 3.4) and of Bosch's API in
 * double precision. Names and numbers, from 1, are theirs.
 */
final class Calibration {
    private static final double[] K1 = {0, 0, 0, 0, 0, -1, 0, -0.8, 0, 0, -0.2, -0.5, 0, -1, 0, 0};
    private static final double[] K2 = {0, 0, 0, 0, 0.1, 0.7, 0, -0.8, -0.1, 0, 0, 0, 0, 0, 0, 0};

    private final int[] t;
    private final int[] p;
    private final int[] h;
    private final int[] g;
    private final int heatRange;
    private final int heatValue;
    private final int switchingError;

    /**
     * @param main the registers 0x8A to 0xA0
     * @param other the registers 0xE1 to 0xEE
     */
    Calibration(byte[] main, byte[] other, int heatRange, int heatValue, int switchingError) {
        ByteBuffer a = ByteBuffer.wrap(main).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer b = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
        t = new int[] {0, b.getChar(8), a.getShort(0), a.get(2)};
        p = new int[] {
            0,
            a.getChar(4),
            a.getShort(6),
            a.get(8),
            a.getShort(10),
            a.getShort(12),
            a.get(15),
            a.get(14),
            a.getShort(18),
            a.getShort(20),
            a.get(22) & 0xff
        };
        // H1 and H2 share 0xE2: its lower half belongs to H1, its upper half to H2.
        int h1 = (b.get(2) & 0xff) << 4 | (b.get(1) & 0xf);
        int h2 = (b.get(0) & 0xff) << 4 | (b.get(1) >> 4 & 0xf);
        h = new int[] {0, h1, h2, b.get(3), b.get(4), b.get(5), b.get(6) & 0xff, b.get(7)};
        g = new int[] {0, b.get(12), b.getShort(10), b.get(13)};
        this.heatRange = heatRange;
        this.heatValue = heatValue;
        this.switchingError = switchingError;
    }

    /** The temperature in 1/5120 °C. */
    double fine(int adcT) {
        double offset = adcT / 131072.0 - t[1] / 8192.0;
        return (adcT / 16384.0 - t[1] / 1024.0) * t[2] + offset * offset * t[3] * 16;
    }

    /** Pressure in Pa; infinite if the calibration makes the formula divide by zero. */
    double pressure(int adcP, double fine) {
        double var1 = fine / 2 - 64000;
        double var2 = (var1 * var1 * p[6] / 131072 + var1 * p[5] * 2) / 4 + p[4] * 65536.0;
        var1 = (p[3] * var1 * var1 / 16384 + p[2] * var1) / 524288;
        var1 = (1 + var1 / 32768) * p[1];
        if (var1 == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double pascals = (1048576.0 - adcP - var2 / 4096) * 6250 / var1;
        double cubed = Math.pow(pascals / 256, 3) * p[10] / 131072;
        return pascals + (p[9] * pascals * pascals / 2147483648.0 + pascals * p[8] / 32768 + cubed + p[7] * 128) / 16;
    }

    /** Relative humidity in %, not limited to 0 to 100. */
    double humidity(int adcH, double celsius) {
        double var = adcH - (h[1] * 16 + h[3] / 2.0 * celsius);
        var *= h[2] / 262144.0 * (1 + h[4] / 16384.0 * celsius + h[5] / 1048576.0 * celsius * celsius);
        return var + (h[6] / 16384.0 + h[7] / 2097152.0 * celsius) * var * var;
    }

    /** Gas resistance in Ω. */
    double gas(boolean isBme688, int adcG, int range) {
        if (isBme688) {
            return 1_000_000.0 * (262144 >> range) / (4096 + 3 * (adcG - 512));
        }
        double var = (1340 + 5 * switchingError) * (1 + K1[range] / 100);
        return 1 / ((1 + K2[range] / 100) * 0.000000125 * (1 << range) * ((adcG - 512) / var + 1));
    }

    /** The code of a temperature of the heater, where the air has 25 °C. */
    int heaterResistance(int celsius) {
        double var = (g[1] / 16.0 + 49) * (1 + (g[2] / 32768.0 * 0.0005 + 0.00235) * celsius) + g[3] / 1024.0 * 25;
        double code = 3.4 * (var * (4 / (4.0 + heatRange)) * (1 / (1 + heatValue * 0.002)) - 25);
        return (int) Math.max(0, Math.min(255, code));
    }
}
