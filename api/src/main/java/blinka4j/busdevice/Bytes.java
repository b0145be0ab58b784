// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

/** Byte arrays for {@link I2CDevice} and {@link SPIDevice}. */
final class Bytes {
    private Bytes() {}

    /** Returns an array for {@code count} received bytes. */
    static byte[] room(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot read %s bytes. The number must be 0 or more.".formatted(count));
        }
        return new byte[count];
    }

    static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > 255) {
                throw new IllegalArgumentException(
                        "%s, number %s to write, is not a byte. It must be 0 to 255, such as 0xFF for all bits."
                                .formatted(values[i], i));
            }
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
