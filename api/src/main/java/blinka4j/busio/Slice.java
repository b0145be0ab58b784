// SPDX-License-Identifier: MIT
package blinka4j.busio;

/**
 * Which bytes {@code buffer[start:end]} means in CircuitPython: half open, a negative index counts from the end, and
 * what lies outside is cut off.
 */
final class Slice {
    private Slice() {}

    static int start(int start, int length) {
        return clamp(start, length);
    }

    /** @param start what {@link #start} gave: an end before it makes the slice empty */
    static int end(int start, int end, int length) {
        return Math.max(start, clamp(end, length));
    }

    private static int clamp(int index, int length) {
        return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
    }
}
