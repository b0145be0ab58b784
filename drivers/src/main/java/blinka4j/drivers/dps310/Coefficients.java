// SPDX-License-Identifier: MIT
package blinka4j.drivers.dps310;

/** The constants that Infineon has measured for one chip, and the formulas of the data sheet, 4.9. */
final class Coefficients {
    private final int c0;
    private final int c1;
    private final int c00;
    private final int c10;
    private final int c01;
    private final int c11;
    private final int c20;
    private final int c21;
    private final int c30;

    /** @param bytes the registers 0x10 to 0x21 */
    Coefficients(byte[] bytes) {
        c0 = signed(bytes, 0, 12);
        c1 = signed(bytes, 12, 12);
        c00 = signed(bytes, 24, 20);
        c10 = signed(bytes, 44, 20);
        c01 = signed(bytes, 64, 16);
        c11 = signed(bytes, 80, 16);
        c20 = signed(bytes, 96, 16);
        c21 = signed(bytes, 112, 16);
        c30 = signed(bytes, 128, 16);
    }

    /** {@code count} bits from bit {@code first}, the highest first, in two's complement. */
    private static int signed(byte[] bytes, int first, int count) {
        int value = 0;
        for (int bit = first; bit < first + count; bit += 4) {
            value = value << 4 | (bytes[bit / 8] >> 4 - bit % 8 & 0xf);
        }
        return value << 32 - count >> 32 - count;
    }

    double celsius(double t) {
        return c0 * 0.5 + c1 * t;
    }

    double pascals(double p, double t) {
        return c00 + p * (c10 + p * (c20 + p * c30)) + t * c01 + t * p * (c11 + p * c21);
    }
}
