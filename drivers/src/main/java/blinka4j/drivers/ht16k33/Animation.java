// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import java.time.Duration;

/** Animations for a {@link Seg14x4} of four characters, whose {@code autoWrite} must be false. */
public final class Animation {
    /** The segments: A to F clockwise from the top, G1 and G2 in the middle, H to M clockwise from the upper left to the center, N the dot. */
    public static final int A = 1;

    public static final int B = 1 << 1;
    public static final int C = 1 << 2;
    public static final int D = 1 << 3;
    public static final int E = 1 << 4;
    public static final int F = 1 << 5;
    public static final int G1 = 1 << 6;
    public static final int G2 = 1 << 7;
    public static final int H = 1 << 8;
    public static final int I = 1 << 9;
    public static final int J = 1 << 10;
    public static final int K = 1 << 11;
    public static final int L = 1 << 12;
    public static final int M = 1 << 13;
    public static final int N = 1 << 14;

    /** In {@link #frames}: the digit stays. */
    private static final int SAME = -1;

    private static final double DELAY = 0.2;
    private static final int CYCLES = 5;

    private final Seg14x4 display;

    public Animation(Seg14x4 display) {
        this.display = display;
    }

    /** The same as {@link #animate(int[], int[], double, boolean)}, shown, every 0.2 s. */
    public void animate(int[] digits, int[] bitmasks) {
        animate(digits, bitmasks, DELAY);
    }

    public void animate(int[] digits, int[] bitmasks, double delay) {
        animate(digits, bitmasks, delay, true);
    }

    /**
     * Gives each digit all masks, one after the other.
     *
     * @param digits 0 to 3
     * @param delay seconds after each mask
     * @param autoWrite false to change the image only, without delay
     */
    public void animate(int[] digits, int[] bitmasks, double delay, boolean autoWrite) {
        if (!(delay >= 0)) {
            throw new IllegalArgumentException("a delay of %s s is not possible: expected 0 or more".formatted(delay));
        }
        requireAll(digits, 3, "digit");
        requireAll(bitmasks, 0xFFFF, "bitmask");
        for (int digit : digits) {
            for (int bits : bitmasks) {
                display.setDigitRaw(digit, bits);
                if (autoWrite) {
                    showFor(delay);
                }
            }
        }
    }

    private static void requireAll(int[] values, int most, String name) {
        for (int value : values) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException("%s %s: expected 0 to %s".formatted(name, value, most));
            }
        }
    }

    private void showFor(double delay) {
        display.show();
        display.sleep(Duration.ofNanos(Math.round(delay * 1e9)));
    }

    /** Shows the masks of the four digits, four for each frame. */
    private void frames(double delay, int... masks) {
        for (int i = 0; i < masks.length; i++) {
            if (masks[i] != SAME) {
                display.setDigitRaw(i % 4, masks[i]);
            }
            if (i % 4 == 3) {
                showFor(delay);
            }
        }
    }

    public void chaseForwardAndReverse() {
        chaseForwardAndReverse(DELAY, CYCLES);
    }

    public void chaseForwardAndReverse(double delay, int cycles) {
        for (int i = 0; i < cycles; i++) {
            chase(delay, A, 0, 1, 2, 3);
            animate(new int[] {3}, new int[] {B, C, D, 0}, delay);
            chase(delay, D, 2, 1, 0);
            animate(new int[] {0}, new int[] {E, F, H, G2, 0}, delay);
            animate(new int[] {1, 2}, new int[] {G1, G2, 0}, delay);
            animate(new int[] {3}, new int[] {G1, J, A, 0}, delay);
            chase(delay, A, 2, 1);
            animate(new int[] {0}, new int[] {A, F, E, D, 0}, delay);
            chase(delay, D, 1, 2);
            animate(new int[] {3}, new int[] {D, C, B, J, G1, 0}, delay);
            animate(new int[] {2, 1}, new int[] {G2, G1, 0}, delay);
            chase(delay, H, 0);
        }
    }

    private void chase(double delay, int mask, int... digits) {
        animate(digits, new int[] {mask, 0}, delay);
    }

    public void preludeToSpinners() {
        preludeToSpinners(DELAY, CYCLES);
    }

    public void preludeToSpinners(double delay, int cycles) {
        for (int i = 0; i < cycles; i++) {
            frames(delay, SAME, A, A, SAME);
            frames(delay, A, SAME, SAME, A);
            frames(delay, A + F, SAME, SAME, A + B);
            frames(delay, A + E + F, SAME, SAME, A + B + C);
            frames(delay, A + D + E + F, SAME, SAME, A + B + C + D);
            frames(delay, SAME, A + D, A + D, SAME);
            frames(delay, SAME, A + D + M, A + D + K, SAME);
            frames(delay, SAME, A + D + M + H, A + D + K + J, SAME);
            frames(delay, A + D + E + F + J, SAME, SAME, A + B + C + D + H);
            frames(delay, A + D + E + F + J + K, SAME, SAME, A + B + C + D + H + M);
            display.fill(false);
            showFor(delay);
        }
    }

    public void spinners() {
        spinners(DELAY, CYCLES);
    }

    public void spinners(double delay, int cycles) {
        spin(delay, cycles, 0, 0, 0);
    }

    public void enclosedSpinners() {
        enclosedSpinners(DELAY, CYCLES);
    }

    public void enclosedSpinners(double delay, int cycles) {
        spin(delay, cycles, A + D + E + F, A + D, A + B + C + D);
    }

    private void spin(double delay, int cycles, int left, int middle, int right) {
        for (int i = 0; i < cycles; i++) {
            frames(delay, left + H + M, middle + J + K, middle + H + M, right + J + K);
            frames(delay, left + G1 + G2, middle + G1 + G2, middle + G1 + G2, right + G1 + G2);
            frames(delay, left + J + K, middle + H + M, middle + J + K, right + H + M);
        }
        display.fill(false);
    }

    /** Counts 3, 2, 1. */
    public void countDown() {
        int[] numbers = {A + B + C + D + G1 + G2 + N, A + B + D + E + G1 + G2 + N, B + C + N};
        display.fill(false);
        for (int i = 0; i < numbers.length; i++) {
            display.setDigitRaw(i, numbers[i]);
            showFor(1);
            display.fill(false);
            display.sleep(Duration.ofMillis(500));
        }
        display.sleep(Duration.ofSeconds(1));
        display.fill(false);
    }
}
