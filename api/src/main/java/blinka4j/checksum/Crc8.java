// SPDX-License-Identifier: MIT
package blinka4j.checksum;

import blinka4j.BusException;
import java.util.HexFormat;

/**
 * A checksum of 8 bits, described as in the catalogue of parametrised CRC algorithms (reveng.sourceforge.io).
 *
 * @param polynomial without its highest bit, most significant bit first
 * @param initial the value of the register before the first byte
 * @param reflected true to process the lowest bit of each byte first, and to reverse the bits of the result
 * @param xorOut the last step is an exclusive or with this value
 */
public record Crc8(int polynomial, int initial, boolean reflected, int xorOut) {
    /** For all Sensirion sensors, the AHT20 and others (CRC-8/NRSC-5): {@code BE EF} gives {@code 92}. */
    public static final Crc8 SENSIRION = new Crc8(0x31, 0xff, false, 0);

    /** For the HTU21D and the Si7021: the same polynomial as {@link #SENSIRION}, but the initial value is 0. */
    public static final Crc8 HTU21 = new Crc8(0x31, 0x00, false, 0);

    /** For packet error checking of SMBus (CRC-8/SMBUS). The MLX90614 uses it. */
    public static final Crc8 SMBUS = new Crc8(0x07, 0x00, false, 0);

    /** For 1-Wire addresses and scratchpads (CRC-8/MAXIM-DOW). */
    public static final Crc8 ONE_WIRE = new Crc8(0x31, 0x00, true, 0);

    public int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Returns the checksum of {@code bytes[from..to)}, 0 to 0xff. */
    public int of(byte[] bytes, int from, int to) {
        int crc = initial;
        for (int i = from; i < to; i++) {
            crc ^= reflected ? Integer.reverse(bytes[i]) >>> 24 : bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc & 0x80) != 0 ? (crc << 1) ^ polynomial : crc << 1) & 0xff;
            }
        }
        return (reflected ? Integer.reverse(crc) >>> 24 : crc) ^ xorOut;
    }

    /**
     * Checks a reply made of words of {@code size} bytes, each followed by its checksum.
     *
     * @param source the sender, for the message
     * @return the same reply
     * @throws BusException of kind CHECKSUM if a checksum is wrong or missing
     */
    public byte[] requireAfterEach(int size, byte[] reply, Object source) {
        for (int i = 0; i < reply.length; i += size + 1) {
            if (i + size >= reply.length || of(reply, i, i + size) != (reply[i + size] & 0xff)) {
                throw new BusException(
                        BusException.Kind.CHECKSUM,
                        "wrong checksum from %s in %s. Bytes were changed on the way. Check the wiring, the pull-up resistors and the bus speed."
                                .formatted(source, HexFormat.of().formatHex(reply)));
            }
        }
        return reply;
    }
}
