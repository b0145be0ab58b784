// SPDX-License-Identifier: MIT
package blinka4j.checksum;

/**
 * A checksum of 16 bits, described as in the catalogue of parametrised CRC algorithms (reveng.sourceforge.io).
 *
 * @param polynomial without its highest bit, most significant bit first
 * @param initial the value of the register before the first byte, most significant bit first
 * @param reflected true to process the lowest bit of each byte first, and to reverse the bits of the result
 * @param xorOut the last step is an exclusive or with this value
 */
public record Crc16(int polynomial, int initial, boolean reflected, int xorOut) {
    /** For Modbus and the AM2320 (CRC-16/MODBUS). */
    public static final Crc16 MODBUS = new Crc16(0x8005, 0xffff, true, 0);

    /** For 1-Wire memories (CRC-16/MAXIM-DOW). */
    public static final Crc16 ONE_WIRE = new Crc16(0x8005, 0x0000, true, 0xffff);

    /** CRC-16/ARC. */
    public static final Crc16 ARC = new Crc16(0x8005, 0x0000, true, 0);

    /** CRC-16/IBM-3740, often called CCITT-FALSE. */
    public static final Crc16 CCITT = new Crc16(0x1021, 0xffff, false, 0);

    /** CRC-16/XMODEM. SD cards use it. */
    public static final Crc16 XMODEM = new Crc16(0x1021, 0x0000, false, 0);

    /** CRC-16/KERMIT. */
    public static final Crc16 KERMIT = new Crc16(0x1021, 0x0000, true, 0);

    public int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Returns the checksum of {@code bytes[from..to)}, 0 to 0xffff. */
    public int of(byte[] bytes, int from, int to) {
        int crc = initial;
        for (int i = from; i < to; i++) {
            crc ^= (reflected ? Integer.reverse(bytes[i]) >>> 24 : bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ polynomial : crc << 1) & 0xffff;
            }
        }
        return (reflected ? Integer.reverse(crc) >>> 16 : crc) ^ xorOut;
    }
}
