// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;

/** What the BMP280 and the BME280 share: calibration and formulas of BST-BMP280-DS001. Constants are counted from 1. */
final class Bmx280 {
    private final int[] t;
    private final int[] p;

    /** @param constants T1 to T3, then P1 to P9 */
    Bmx280(int... constants) {
        t = new int[] {0, constants[0], constants[1], constants[2]};
        p = new int[10];
        System.arraycopy(constants, 3, p, 1, 9);
    }

    void into(Registers8 registers) {
        registers.u16le(0x88, t[1], t[2], t[3], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9]);
    }

    /** The samples of an oversampling field. */
    static int samples(int field) {
        return (field & 7) == 0 ? 0 : 1 << Math.min((field & 7) - 1, 4);
    }

    /** Section 8.1: the fine temperature, of which 5120 are 1 °C. */
    double fine(int raw) {
        double a = raw / 131072.0 - t[1] / 8192.0;
        return (raw / 16384.0 - t[1] / 1024.0) * t[2] + a * a * t[3];
    }

    double pascals(int raw, double fine) {
        double a = fine / 2 - 64000;
        double b = (a * a * p[6] / 32768 + a * p[5] * 2) / 4 + p[4] * 65536.0;
        double slope = (1 + (p[3] * a * a / 524288 + p[2] * a) / 524288 / 32768) * p[1];
        double pascals = (1048576 - raw - b / 4096) * 6250 / slope;
        return pascals + (p[9] * pascals * pascals / 2147483648.0 + pascals * p[8] / 32768 + p[7]) / 16;
    }
}
