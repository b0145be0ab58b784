// SPDX-License-Identifier: MIT
package blinka4j.framebuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures and bytes are those of Adafruit_CircuitPython_framebuf 6f6c898, unless another source is named. */
class FrameBufferTest {
    private final FrameBuffer small = new FrameBuffer(new byte[16], 16, 8);

    private static String picture(FrameBuffer of) {
        StringJoiner rows = new StringJoiner("\n");
        boolean turned = of.rotation() % 2 == 1;
        for (int y = 0; y < (turned ? of.width() : of.height()); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < (turned ? of.height() : of.width()); x++) {
                row.append(of.pixel(x, y) == 0 ? '.' : '#');
            }
            rows.add(row);
        }
        return rows.toString();
    }

    private static String hex(FrameBuffer of) {
        return HexFormat.of().formatHex(of.buf());
    }

    private static FrameBuffer of(Format format, int bytes, int width, int height) {
        return new FrameBuffer(new byte[bytes], width, height, format);
    }

    @Test
    void shapesAreThoseOfCircuitPython() {
        FrameBuffer fb = new FrameBuffer(new byte[32], 32, 8);
        fb.pixel(3, 5, 1);
        fb.rect(0, 0, 32, 8, 1);
        fb.line(1, 1, 30, 6, 1);
        fb.fillRect(25, 2, 2, 2, 1);

        assertThat(picture(fb)).isEqualTo("""
                        ################################
                        ####...........................#
                        #...######...............##....#
                        #.........######.........##....#
                        #...............######.........#
                        #..#..................######...#
                        #...........................####
                        ################################""");
    }

    @Test
    void textIsThatOfCircuitPython() {
        FrameBuffer fb = new FrameBuffer(new byte[32], 32, 8);
        fb.text("hello", 0, 0, 1);
        assertThat(picture(fb)).isEqualTo("""
                        #............##....##...........
                        #.............#.....#...........
                        #.##...###....#.....#....###....
                        ##..#.#...#...#.....#...#...#...
                        #...#.#####...#.....#...#...#...
                        #...#.#.......#.....#...#...#...
                        #...#..###...###...###...###....
                        ................................""");
        fb.fill(0);
        fb.text("hello", 8, 0, 1, 2);
        assertThat(picture(fb)).isEqualTo("""
                        ........##......................
                        ........##......................
                        ........##......................
                        ........##......................
                        ........##..####......######....
                        ........##..####......######....
                        ........####....##..##......##..
                        ........####....##..##......##..""");
    }

    @Test
    void aNewLineOfTextBeginsBelow() {
        FrameBuffer two = new FrameBuffer(new byte[64], 16, 16);
        two.text("F\nF", 1, -8, 1);
        FrameBuffer one = new FrameBuffer(new byte[64], 16, 16);
        one.text("F", 1, 0, 1);

        assertThat(two.buf()).isEqualTo(one.buf());
    }

    @Test
    void linesInAllDirectionsAreThoseOfBresenham() {
        small.line(0, 0, 15, 3, 1);
        small.line(0, 7, 5, 0, 1);
        assertThat(picture(small)).isEqualTo("""
                        ###..#..........
                        ...#####........
                        ....#...#####...
                        ...#.........###
                        ..#.............
                        .#..............
                        .#..............
                        #...............""");
    }

    /** Half a pixel aside is rounded towards the start. */
    @Test
    void aLineOfEvenLengthIsThatOfBresenham() {
        small.line(0, 0, 4, 2, 1);
        small.line(15, 7, 13, 3, 1);
        assertThat(hex(small)).isEqualTo("0101020204" + "00".repeat(8) + "0830c0");
    }

    @Test
    void aCircleIsThatOfCircuitPython() {
        FrameBuffer fb = new FrameBuffer(new byte[32], 16, 16);
        fb.circle(7, 7, 6, 1);
        assertThat(picture(fb)).isEqualTo("""
                        ................
                        ................
                        ....#######.....
                        ...#.......#....
                        ..#.........#...
                        ..#.........#...
                        ..#.........#...
                        ..#.........#...
                        ..#.........#...
                        ..#.........#...
                        ..#.........#...
                        ...#.......#....
                        ....#######.....
                        ................
                        ................
                        ................""");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void rotationTurnsWhatIsDrawn(int quarters) {
        small.rotation(quarters);
        small.text("F", 1, 0, 1);
        small.rotation(0);
        String[] pictures = {"""
            .#####..........
            .#..............
            .#..............
            .####...........
            .#..............
            .#..............
            .#..............
            ................""", """
            ................
            .........#######
            ............#..#
            ............#..#
            ............#..#
            ...............#
            ................
            ................""", """
            ................
            ..............#.
            ..............#.
            ..............#.
            ...........####.
            ..............#.
            ..............#.
            ..........#####.""", """
            ................
            ................
            #...............
            #..#............
            #..#............
            #..#............
            #######.........
            ................"""};
        assertThat(picture(small)).isEqualTo(pictures[quarters]);
    }

    /** CircuitPython scrolls as without rotation. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void scrollMovesToTheRightAndDownInEachRotation(int quarters) {
        FrameBuffer fb = new FrameBuffer(new byte[8], 8, 8);
        fb.rotation(quarters);
        fb.rect(2, 2, 3, 2, 1);
        fb.scroll(3, -1);
        assertThat(picture(fb)).isEqualTo("""
                        ........
                        .....###
                        ..#..###
                        ..#.....
                        ........
                        ........
                        ........
                        ........""");
    }

    /** The old and the new place overlap, in each direction. */
    @ParameterizedTest
    @CsvSource({"2, 0", "-2, 0", "0, 2", "0, -2", "1, 1", "-1, 1", "1, -1", "-1, -1"})
    void scrollReadsWhatItHasNotOverwritten(int x, int y) {
        small.line(4, 2, 8, 5, 1);
        small.pixel(8, 2, 1);
        FrameBuffer expected = new FrameBuffer(new byte[16], 16, 8);
        expected.line(4 + x, 2 + y, 8 + x, 5 + y, 1);
        expected.pixel(8 + x, 2 + y, 1);
        small.scroll(x, y);
        assertThat(picture(small)).isEqualTo(picture(expected));
    }

    @Test
    void scrollLeavesWhatIsNotOverwritten() {
        small.rect(2, 1, 5, 4, 1);
        small.scroll(3, -1);
        assertThat(picture(small)).isEqualTo("""
                        .....#####......
                        ..#..#...#......
                        ..#..#...#......
                        ..#..#####......
                        ..#.............
                        ................
                        ................
                        ................""");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -16, 16, Integer.MAX_VALUE})
    void aScrollBeyondTheEdgeChangesNothing(int by) {
        small.rect(2, 1, 5, 4, 1);
        byte[] before = small.buf().clone();
        small.scroll(by, by);
        small.scroll(by, 0);
        small.scroll(0, by);
        assertThat(small.buf()).isEqualTo(before);
    }

    /** SSD1306 rev. 1.5, 8.7: D0 is the upper row of a page. */
    @Test
    void theBytesOfMvlsbAreColumnsOfEightRows() {
        FrameBuffer fb = new FrameBuffer(new byte[32], 16, 16);
        fb.pixel(5, 15, 1);
        fb.pixel(0, 0, 0xFF0000);
        assertThat(hex(fb)).isEqualTo("01" + "00".repeat(20) + "80" + "00".repeat(10));
        assertThat(fb.pixel(5, 15)).isEqualTo(1);
        fb.pixel(5, 15, 0);
        assertThat(fb.pixel(5, 15)).isZero();
        assertThat(fb.format()).isEqualTo(Format.MVLSB);
    }

    @Test
    void theBytesOfMhmsbAreRowsOfEightColumns() {
        FrameBuffer fb = of(Format.MHMSB, 4, 16, 2);
        fb.hline(1, 0, 2, 1);
        fb.pixel(15, 1, 1);
        assertThat(hex(fb)).isEqualTo("60000001");
    }

    /** MicroPython's MONO_HMSB: "the rightmost edge; further bytes are rendered on the next row". */
    @Test
    void aRowOfMhmsbBeginsWithAByte() {
        FrameBuffer fb = of(Format.MHMSB, 4, 9, 2);
        fb.pixel(8, 0, 1);
        fb.pixel(0, 1, 1);
        assertThat(hex(fb)).isEqualTo("00808000");
    }

    @Test
    void theBytesOfTheColorFormats() {
        FrameBuffer rgb565 = of(Format.RGB565, 4, 2, 1);
        rgb565.pixel(1, 0, 0xABCDEF);
        assertThat(hex(rgb565)).isEqualTo("00007dae");
        FrameBuffer rgb888 = of(Format.RGB888, 6, 2, 1);
        rgb888.pixel(1, 0, 0xABCDEF);
        assertThat(hex(rgb888)).isEqualTo("000000abcdef");
        assertThat(rgb888.pixel(1, 0)).isEqualTo(0xABCDEF);
        FrameBuffer gray = of(Format.GS2_HMSB, 1, 4, 1);
        gray.pixel(1, 0, 2);
        gray.pixel(3, 0, 7);
        assertThat(hex(gray)).isEqualTo("c8");
        assertThat(gray.pixel(1, 0)).isEqualTo(2);
    }

    /** 5, 6 and 5 bits. CircuitPython returns a wrong green. */
    @ParameterizedTest
    @CsvSource({"0xABCDEF, 0xA8CCE8", "0xFFFFFF, 0xF8FCF8", "0x070307, 0", "0x001C00, 0x001C00", "0x00E000, 0x00E000"})
    void aColorOfRgb565LosesItsLowestBits(String set, String read) {
        FrameBuffer fb = of(Format.RGB565, 2, 1, 1);
        fb.pixel(0, 0, Integer.decode(set));
        assertThat(fb.pixel(0, 0)).isEqualTo(Integer.decode(read));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aStrideLeavesTheRestOfALargerPictureAlone(Format format) {
        byte[] bytes = new byte[3 * 24 * 16];
        FrameBuffer part = new FrameBuffer(bytes, 8, 8, format, 24);
        part.fill(0xFFFFFF);
        FrameBuffer all = new FrameBuffer(bytes, 24, 16, format);
        for (int x = 0; x < 24; x++) {
            for (int y = 0; y < 16; y++) {
                assertThat(all.pixel(x, y) != 0).as("%s %s", x, y).isEqualTo(x < 8 && y < 8);
            }
        }
    }

    /** CircuitPython draws the sides of a rectangle that is cut off along the edge. */
    @Test
    void whatIsOutsideIsCutOff() {
        small.rect(-3, -3, 6, 6, 1);
        small.rect(13, 5, 100, 100, 1);
        small.hline(-5, 7, 7, 1);
        small.vline(8, -2, 4, 1);
        small.pixel(-1, 0, 1);
        small.pixel(16, 0, 1);
        small.pixel(0, 8, 1);
        small.fillRect(20, 20, 5, 5, 1);
        small.fillRect(3, 3, -5, 5, 1);
        small.rect(3, 3, 0, 5, 1);
        assertThat(picture(small)).isEqualTo("""
                        ..#.....#.......
                        ..#.....#.......
                        ###.............
                        ................
                        ................
                        .............###
                        .............#..
                        ##...........#..""");
        assertThat(small.pixel(-1, 0) + small.pixel(16, 0) + small.pixel(0, 8) + small.pixel(0, -1))
                .isZero();
    }

    /** Each ends at once, and draws nothing where the numbers overflow. */
    @Test
    void theGreatestNumbersAreNoError() {
        int least = Integer.MIN_VALUE;
        int most = Integer.MAX_VALUE;
        small.fillRect(most, most, most, most, 1);
        small.rect(most, least, most, most, 1);
        small.hline(most, 0, most, 1);
        small.text("text", most, most, 1, most);
        small.circle(most, most, 100, 1);
        small.circle(0, 0, least, 1);
        small.line(least, most, most, most, 1);
        small.line(most, least, most, most, 1);
        assertThat(picture(small)).doesNotContain("#");
        small.line(least, 3, most, 3, 1);
        small.line(5, most, 5, least, 1);
        small.line(least, least, most, most, 1);
        assertThat(picture(small)).isEqualTo("""
                        #....#..........
                        .#...#..........
                        ..#..#..........
                        ################
                        ....##..........
                        .....#..........
                        .....##.........
                        .....#.#........""");
        small.fill(0);
        small.fillRect(least, least, most, most, 1);
        small.fillRect(-5, -5, most, most, 1);
        assertThat(picture(small)).doesNotContain(".");
    }

    @Test
    void aPointIsALineAndACircleMayBeEmpty() {
        small.line(3, 3, 3, 3, 1);
        small.circle(9, 4, 0, 1);
        small.circle(9, 4, -1, 1);
        small.text("", 0, 0, 1);
        assertThat(hex(small)).isEqualTo("00000008" + "00".repeat(12));
        small.circle(9, 4, 1, 1);
        assertThat(small.pixel(9, 4)).isEqualTo(1);
    }

    @Test
    void blitCopiesFromAnotherFormatAndRotation() {
        FrameBuffer source = of(Format.MHMSB, 8, 8, 8);
        source.rotation(1);
        source.text("F", 0, 0, 1);
        small.blit(source, 9, -1);
        FrameBuffer expected = new FrameBuffer(new byte[16], 16, 8);
        expected.text("F", 9, -1, 1);
        assertThat(picture(small)).isEqualTo(picture(expected));
    }

    @Test
    void anOutlineOrAFullRectangle() {
        small.rect(2, 2, 4, 4, 1, false);
        FrameBuffer outline = new FrameBuffer(new byte[16], 16, 8);
        outline.rect(2, 2, 4, 4, 1);
        assertThat(small.buf()).isEqualTo(outline.buf());
        small.rect(2, 2, 4, 4, 1, true);
        assertThat(small.pixel(3, 3)).isEqualTo(1);
    }

    @Test
    void anImageOfGraphics2dIsShown() {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(2, 1, 5, 4);
        graphics.dispose();
        small.fill(1);
        small.image(image);
        FrameBuffer expected = new FrameBuffer(new byte[16], 16, 8);
        expected.fillRect(2, 1, 5, 4, 1);
        assertThat(picture(small)).isEqualTo(picture(expected));

        small.rotation(3);
        assertThatThrownBy(() -> small.image(image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("16 x 8", "8 x 16");
        BufferedImage upright = new BufferedImage(8, 16, BufferedImage.TYPE_INT_RGB);
        upright.setRGB(7, 0, 0x00FF00);
        small.image(upright);
        assertThat(picture(small)).startsWith(".......#\n........\n");
    }

    /** ITU-R BT.601: 0.299 of red, 0.587 of green, 0.114 of blue. */
    @ParameterizedTest
    @CsvSource({
        "0xFFFFFFFF, 1, 3",
        "0xFF808080, 1, 2",
        "0xFF7F7F7F, 0, 1",
        "0xFF00FF00, 1, 2",
        "0xFFFF0000, 0, 1",
        "0xFF0000FF, 0, 0",
        "0x00FFFFFF, 0, 0",
        "0x81FFFFFF, 1, 2",
        "0x7FFFFFFF, 0, 1"
    })
    void aColorOfAnImageIsItsBrightness(String argb, int bit, int twoBits) {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, Long.decode(argb).intValue());
        for (Format format : new Format[] {Format.MVLSB, Format.MHMSB}) {
            FrameBuffer fb = of(format, 1, 1, 1);
            fb.image(image);
            assertThat(fb.pixel(0, 0)).isEqualTo(bit);
        }
        FrameBuffer gray = of(Format.GS2_HMSB, 1, 1, 1);
        gray.image(image);
        assertThat(gray.pixel(0, 0)).isEqualTo(twoBits);
    }

    @Test
    void anImageOfColorsKeepsThem() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xABCDEF);
        FrameBuffer fb = of(Format.RGB888, 3, 1, 1);
        fb.image(image);
        assertThat(fb.pixel(0, 0)).isEqualTo(0xABCDEF);
    }

    private static void isRefused(Runnable what, String... words) {
        assertThatThrownBy(what::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void badArgumentsAreRefused() {
        isRefused(() -> new FrameBuffer(null, 8, 8), "array");
        isRefused(() -> new FrameBuffer(new byte[8], 8, 8, null), "format");
        isRefused(() -> new FrameBuffer(new byte[7], 8, 8), "7", "8 x 8", "MVLSB", "at least 8");
        isRefused(() -> new FrameBuffer(new byte[8], 8, 9), "at least 16");
        isRefused(() -> of(Format.RGB565, 127, 8, 8), "at least 128");
        isRefused(() -> of(Format.RGB888, 191, 8, 8), "at least 192");
        isRefused(() -> of(Format.GS2_HMSB, 15, 8, 8), "at least 16");
        isRefused(() -> of(Format.RGB888, 9, Integer.MAX_VALUE, Integer.MAX_VALUE), "2147483647", "1 to 65535");
        isRefused(() -> new FrameBuffer(new byte[8], 0, 8), "0 x 8");
        isRefused(() -> new FrameBuffer(new byte[8], 8, -1), "8 x -1");
        isRefused(() -> new FrameBuffer(new byte[8], 8, 8, Format.MVLSB, 7), "stride", "7", "8 to 65535");
        isRefused(() -> new FrameBuffer(new byte[8], 8, 8, Format.RGB888, 65536), "stride", "65536", "8 to 65535");
        isRefused(() -> small.rotation(4), "rotation", "4", "0 to 3");
        isRefused(() -> small.rotation(-1), "rotation", "-1", "0 to 3");
        isRefused(() -> small.text("x", 0, 0, 1, 0), "size", "0");
        isRefused(() -> small.text(null, 0, 0, 1), "text");
        isRefused(() -> small.image(null), "image");
        assertThat(small.rotation()).isZero();
        assertThat(small.width()).isEqualTo(16);
        assertThat(small.height()).isEqualTo(8);
    }

    @Test
    void drawingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.setThreadAllocatedMemoryEnabled(true);
        Consumer<FrameBuffer> draw = fb -> {
            fb.fill(0);
            fb.text("text\n25", 1, 0, 1);
            fb.line(0, 0, 15, 7, 1);
            fb.circle(8, 4, 3, 1);
            fb.scroll(1, 1);
        };
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                draw.accept(small);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(Arrays.equals(small.buf(), new byte[16])).isFalse();
    }
}
