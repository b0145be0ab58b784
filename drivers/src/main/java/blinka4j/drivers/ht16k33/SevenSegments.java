// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busio.I2C;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What displays of seven segments have in common: they can show digits, most letters without case, and the minus. */
public abstract sealed class SevenSegments extends SegmentDisplay permits Seg7x4, BigSeg7x4 {
    /** The segments of 0 to 9, a to z, and the minus. */
    public static final List<Integer> NUMBERS = List.of(
            0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F, // 0 to 9
            0x77, 0x7C, 0x39, 0x5E, 0x79, 0x71, 0x3D, 0x76, 0x30, 0x1E, 0x40, 0x38, 0x40, // a to m
            0x54, 0x5C, 0x73, 0x67, 0x50, 0x6D, 0x78, 0x3E, 0x1C, 0x40, 0x40, 0x6E, 0x40, // n to z
            0x40);

    private static final int[] POSITIONS = {0, 2, 6, 8};
    /** The byte of the colons and of single dots. */
    private static final int INDICATORS = 4;

    private final Map<Character, Integer> charDict;

    SevenSegments(I2C i2c, int[] addresses, boolean autoWrite, @Nullable Map<Character, Integer> charDict) {
        super(i2c, addresses, autoWrite, 0x80);
        this.charDict = charDict == null ? Map.of() : Map.copyOf(charDict);
    }

    @Override
    int segments(int chip, int place) {
        return memory(chip, POSITIONS[place]);
    }

    @Override
    void segments(int chip, int place, int bits) {
        memory(chip, POSITIONS[place], bits);
    }

    @Override
    int pattern(char character) {
        if (character >= '0' && character <= '9') {
            return NUMBERS.get(character - '0');
        }
        // Python's driver has no z.
        if (character >= 'a' && character <= 'y') {
            return NUMBERS.get(10 + character - 'a');
        }
        return character == '-' ? 0x40 : character == ' ' ? 0 : -1;
    }

    @Override
    int mostChars() {
        return POSITIONS.length;
    }

    @Override
    void push(char character) {
        if (character == ':' || character == ';') {
            put(0, character);
        } else {
            super.push(character);
        }
    }

    /** A colon lights the one in the middle, a semicolon darkens it, and both darken the other dots. */
    @Override
    void put(int index, char character) {
        Integer own = charDict.get(character);
        if (own != null) {
            raw(index, own);
        } else if (character == ':' || character == ';') {
            memory(0, INDICATORS, character == ':' ? 0x02 : 0);
        } else {
            super.put(index, Character.toLowerCase(character));
        }
    }

    final boolean indicator(int mask) {
        return (memory(0, INDICATORS) & mask) != 0;
    }

    final void indicator(int mask, boolean on) {
        draw(() -> memory(0, INDICATORS, on ? memory(0, INDICATORS) | mask : memory(0, INDICATORS) & ~mask));
    }
}
