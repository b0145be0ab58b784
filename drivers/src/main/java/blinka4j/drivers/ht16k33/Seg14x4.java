// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;
import java.util.List;

/** Characters of 14 segments and a dot. */
public final class Seg14x4 extends SegmentDisplay {
    /** The segments of the characters from the space on; {@link Animation} names them. */
    public static final List<Integer> CHARS = List.of(
            0x0000, 0x4006, 0x0220, 0x12CE, 0x12ED, 0x0C24, 0x235D, 0x0400, //   ! " # $ % & '
            0x2400, 0x0900, 0x3FC0, 0x12C0, 0x0800, 0x00C0, 0x0000, 0x0C00, // ( ) * + , - . /
            0x0C3F, 0x0006, 0x00DB, 0x008F, 0x00E6, 0x2069, 0x00FD, 0x0007, // 0 1 2 3 4 5 6 7
            0x00FF, 0x00EF, 0x1200, 0x0A00, 0x2440, 0x00C8, 0x0980, 0x60A3, // 8 9 : ; < = > ?
            0x02BB, 0x00F7, 0x128F, 0x0039, 0x120F, 0x00F9, 0x0071, 0x00BD, // @ A B C D E F G
            0x00F6, 0x1200, 0x001E, 0x2470, 0x0038, 0x0536, 0x2136, 0x003F, // H I J K L M N O
            0x00F3, 0x203F, 0x20F3, 0x00ED, 0x1201, 0x003E, 0x0C30, 0x2836, // P Q R S T U V W
            0x2D00, 0x1500, 0x0C09, 0x0039, 0x2100, 0x000F, 0x0C03, 0x0008, // X Y Z [ \ ] ^ _
            0x0100, 0x1058, 0x2078, 0x00D8, 0x088E, 0x0858, 0x0071, 0x048E, // ` a b c d e f g
            0x1070, 0x1000, 0x000E, 0x3600, 0x0030, 0x10D4, 0x1050, 0x00DC, // h i j k l m n o
            0x0170, 0x0486, 0x0050, 0x2088, 0x0078, 0x001C, 0x2004, 0x2814, // p q r s t u v w
            0x28C0, 0x200C, 0x0848, 0x0949, 0x1200, 0x2489, 0x0520, 0x3FFF); // x y z { | } ~ DEL

    public Seg14x4(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public Seg14x4(I2C i2c, int address) {
        this(i2c, new int[] {address});
    }

    /** @param charsPerDisplay how many characters the display has, 1 to 8 */
    public Seg14x4(I2C i2c, int address, boolean autoWrite, int charsPerDisplay) {
        super(i2c, new int[] {address}, autoWrite, Animation.N);
        charsPerDisplay(charsPerDisplay);
    }

    /** For several displays side by side. */
    public Seg14x4(I2C i2c, int... addresses) {
        super(i2c, addresses, true, Animation.N);
    }

    /** @param bytes the upper and the lower byte of the bits */
    public void setDigitRaw(int index, int[] bytes) {
        if (bytes.length != 2) {
            throw new IllegalArgumentException("%s bytes for a digit: expected 2".formatted(bytes.length));
        }
        setDigitRaw(index, (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF));
    }

    @Override
    int segments(int chip, int place) {
        return memory(chip, 2 * place) | memory(chip, 2 * place + 1) << 8;
    }

    @Override
    void segments(int chip, int place, int bits) {
        memory(chip, 2 * place, bits);
        memory(chip, 2 * place + 1, bits >> 8);
    }

    @Override
    int pattern(char character) {
        return character >= ' ' && character < ' ' + CHARS.size() ? CHARS.get(character - ' ') : -1;
    }

    @Override
    int mostChars() {
        return 8;
    }
}
