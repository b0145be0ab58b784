// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

/** Bytes written as ints. */
final class Bytes {
    private Bytes() {}

    static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < -128 || values[i] > 255) {
                throw new IllegalArgumentException("0x%x, number %d to write: expected a byte".formatted(values[i], i));
            }
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
