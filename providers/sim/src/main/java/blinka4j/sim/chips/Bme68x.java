// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;

/** The calibration of a real BME680, of the tests of the project elixir-sensors/bmp280, and the formulas of Bosch for it. */
final class Bme68x {
    private Bme68x() {}

    static void calibrationInto(Registers8 registers) {
        registers.register(0x00, 0x32, 0xAA, 0x16, 0x4A, 0x13);
        registers.register(0x8A, 0xB2, 0x66, 0x03, 0x10, 0x43, 0x8A, 0x5B, 0xD7, 0x58, 0x00, 0xE4, 0x12, 0x8A, 0xFF);
        registers.register(0x98, 0x1A, 0x1E, 0x00, 0x00, 0x03, 0xFD, 0xD9, 0xF2, 0x1E);
        registers.register(0xE1, 0x3F, 0xDD, 0x2C, 0x00, 0x2D, 0x14, 0x78, 0x9C, 0x53, 0x66, 0xAF, 0xE8, 0xE2, 0x12);
    }

    static double celsius(int raw) {
        double offset = raw / 131072.0 - 26195 / 8192.0;
        return ((raw / 16384.0 - 26195 / 1024.0) * 26290 + offset * offset * 48) / 5120;
    }

    static double pascals(int raw, double celsius) {
        double a = celsius * 2560 - 64000;
        double b = (a * a * 30 / 131072 - a * 118 * 2) / 4 + 4836 * 65536.0;
        double slope = (1 + (88 * a * a / 16384 - 10405 * a) / 524288 / 32768) * 35395;
        double p = (1048576 - raw - b / 4096) * 6250 / slope;
        double cube = p / 256 * (p / 256) * (p / 256) * 30 / 131072;
        return p + (-3367 * p * p / 2147483648.0 - p * 765 / 32768 + cube + 26 * 128) / 16;
    }

    static double percent(int raw, double celsius) {
        double a = raw - 717 * 16;
        double b = a * 1021 / 262144 * (1 + 45 / 16384.0 * celsius + 20 / 1048576.0 * celsius * celsius);
        return b + (120 / 16384.0 - 100 / 2097152.0 * celsius) * b * b;
    }

    /** Bits 6 to 15: the value. Bits 0 to 3: the range. For a switching error of 1. */
    static int gasCode(double ohms) {
        double[] first = {1, 1, 1, 1, 1, 0.99, 1, 0.992, 1, 1, 0.998, 0.995, 1, 0.99, 1, 1};
        double[] second = {1, 1, 1, 1, 1.001, 1.007, 1, 0.992, 0.999, 1, 1, 1, 1, 1, 1, 1};
        for (int range = 0; range < 16; range++) {
            long raw = 512 + Math.round(1345 * first[range] * (8e6 / (second[range] * (1 << range) * ohms) - 1));
            if (raw >= 0 && raw < 1024) {
                return (int) raw << 6 | range;
            }
        }
        throw new IllegalArgumentException("the chip has no code for %s Ω".formatted(ohms));
    }
}
