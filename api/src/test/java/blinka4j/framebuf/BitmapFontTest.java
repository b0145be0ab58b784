// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitmapFontTest {
    private final FrameBuffer fb = new FrameBuffer(new byte[8], 8, 8);

    private byte[] drawn(BitmapFont font, int letter) {
        fb.fill(0);
        font.drawChar((char) letter, 0, 0, fb, 1, 1);
        return fb.buf().clone();
    }

    @Test
    void eachLetterOfAsciiHasAShapeFiveWide() {
        Set<String> shapes = new HashSet<>();
        for (int letter = ' '; letter <= '~'; letter++) {
            byte[] shape = drawn(new BitmapFont(), letter);
            assertThat(Arrays.copyOfRange(shape, 5, 8)).as("%c", letter).containsOnly(0);
            shapes.add(Arrays.toString(shape));
        }
        assertThat(shapes).hasSize(95);
        assertThat(drawn(new BitmapFont(), ' ')).containsOnly(0);
    }

    /** Columns of font5x8.bin of Adafruit_CircuitPython_framebuf, 6f6c898. */
    @ParameterizedTest
    @CsvSource({
        "'!', 00 00 5F 00 00",
        "A, 7C 12 11 12 7C",
        "g, 18 A4 A4 9C 78",
        "~, 02 01 02 04 02",
        "\\, 02 04 08 10 20"
    })
    void theShapesAreThoseOfCircuitPython(char letter, String columns) {
        byte[] shape = drawn(new BitmapFont(), letter);
        assertThat(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(shape, 0, 5))
                .isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"0x1F", "0x7F", "0xB0", "0x20AC", "0xFFFF"})
    void aLetterThatIsMissingIsAQuestionMark(String letter) {
        assertThat(drawn(new BitmapFont(), Integer.decode(letter))).isEqualTo(drawn(new BitmapFont(), '?'));
    }

    @Test
    void theSizeOfAText() {
        BitmapFont font = new BitmapFont();
        assertThat(font.width("hello")).isEqualTo(30);
        assertThat(font.width("")).isZero();
        assertThat(font.fontWidth()).isEqualTo(5);
        assertThat(font.fontHeight()).isEqualTo(8);
        assertThatThrownBy(() -> font.drawChar('x', 0, 0, fb, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("size", "0");
    }

    @Test
    void aFontOfCircuitPythonIsRead(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[2 + 256 * 3];
        bytes[0] = 3;
        bytes[1] = 6;
        bytes[2 + 3 * 0xB0] = 0x07;
        bytes[2 + 3 * 0xB0 + 2] = (byte) 0xFF;
        BitmapFont font = new BitmapFont(Files.write(folder.resolve("font.bin"), bytes));
        fb.text("\u00B0\u00B0", 0, 0, 1, font, 1);

        assertThat(fb.buf()).containsExactly(0x07, 0x00, 0x3F, 0x00, 0x07, 0x00, 0x3F, 0x00);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 5, 0", "1281, 5, 8", "1282, 5, 9", "1282, 5, 0", "2, 0, 8"})
    void aFileThatIsNoFontIsRefused(int length, int width, int height, @TempDir Path folder) throws IOException {
        byte[] bytes = new byte[length];
        if (length > 0) {
            bytes[0] = (byte) width;
        }
        if (length > 1) {
            bytes[1] = (byte) height;
        }
        Path file = Files.write(folder.resolve("other.bin"), bytes);
        assertThatThrownBy(() -> new BitmapFont(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("other.bin", length + " bytes");
        assertThatThrownBy(() -> new BitmapFont(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
