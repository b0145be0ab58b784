// SPDX-License-Identifier: MIT
package blinka4j.drivers.ssd1306;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.testing.FaultyI2C;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and memory: data sheet SSD1306 rev. 1.5, sections 8.1.5, 8.7, 9 and 10. */
class SSD1306Test {
    private static final int ADDRESS = SSD1306_I2C.DEFAULT_ADDRESS;

    private final SimSSD1306 chip = new SimSSD1306(128, 64);
    private final SimI2CBus bus = new SimI2CBus().attach(ADDRESS, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2CRecorder recorder = new I2CRecorder(faulty);
    private final I2C i2c = new I2C(recorder);

    private static byte[] command(int value) {
        return new byte[] {(byte) 0x80, (byte) value};
    }

    private static List<String> lit(SimSSD1306 of, int width, int height) {
        List<String> lit = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (of.isLit(x, y)) {
                    lit.add(x + "," + y);
                }
            }
        }
        return lit;
    }

    private static void drawCorners(SSD1306 display) {
        display.pixel(0, 0, 1);
        display.pixel(display.width() - 1, 0, 1);
        display.pixel(2, 5, 1);
        display.pixel(1, display.height() - 1, 1);
        display.show();
    }

    /** The order of Adafruit_CircuitPython_SSD1306: on, 25 bytes of settings, then the picture. */
    @Test
    void theConstructorConfiguresAndClears() {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);

        List<byte[]> writes = recorder.writes(ADDRESS);
        assertThat(writes.subList(0, 28).stream().map(each -> each[1] & 0xff))
                .containsExactly(
                        0xAF, 0xAE, 0x20, 0x00, 0x40, 0xA1, 0xA8, 0x3F, 0xC8, 0xD3, 0x00, 0xDA, 0x12, 0xD5, 0x80, 0xD9,
                        0xF1, 0xDB, 0x30, 0x81, 0xFF, 0xA4, 0xA6, 0xAD, 0x30, 0x8D, 0x14, 0xAF);
        assertThat(writes).hasSize(35);
        assertThat(display.power()).isTrue();
        assertThat(lit(chip, 128, 64)).isEmpty();
        assertFree(i2c);
    }

    /** Data sheet, 10.1.3 to 10.1.5: 0x21 with the first and last column, 0x22 with the first and last page. */
    @Test
    void showSendsTheWindowAndThenAllPixelsAtOnce() {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        display.pixel(22, 0, 1);
        display.pixel(5, 15, 1);
        int before = recorder.writes(ADDRESS).size();
        display.show();

        byte[] pixels = new byte[1025];
        pixels[0] = 0x40;
        pixels[1 + 22] = 1;
        pixels[1 + 128 + 5] = (byte) 0x80;
        assertThat(recorder.writes(ADDRESS)
                        .subList(before, recorder.writes(ADDRESS).size()))
                .containsExactly(
                        command(0x21), command(0), command(127), command(0x22), command(0), command(7), pixels);
    }

    @ParameterizedTest
    @CsvSource({"128, 64", "128, 32", "96, 16", "64, 48", "64, 32", "72, 40"})
    void eachSizeOfDisplayShowsWhatWasDrawn(int width, int height) {
        SimSSD1306 panel = new SimSSD1306(width, height);
        SSD1306 display = new SSD1306_I2C(width, height, new I2C(new SimI2CBus().attach(ADDRESS, panel)));
        drawCorners(display);

        assertThat(lit(panel, width, height)).containsExactly("0,0", (width - 1) + ",0", "2,5", "1," + (height - 1));
    }

    /** Data sheet, 10.1.1 and 10.1.2: in page mode (0x02), 0xB0 is the page, 0x00 and 0x10 the column. */
    @ParameterizedTest
    @CsvSource({"128, 64", "64, 48", "72, 40"})
    void pageAddressingShowsTheSame(int width, int height) {
        SimSSD1306 panel = new SimSSD1306(width, height);
        I2CRecorder pages = new I2CRecorder(new SimI2CBus().attach(ADDRESS, panel));
        SSD1306 display = new SSD1306_I2C(width, height, new I2C(pages), ADDRESS, false, null, true);
        assertThat(pages.writes(ADDRESS).get(3)).containsExactly(command(0x02));
        int before = pages.writes(ADDRESS).size();
        drawCorners(display);

        assertThat(lit(panel, width, height)).containsExactly("0,0", (width - 1) + ",0", "2,5", "1," + (height - 1));
        assertThat(pages.writes(ADDRESS).size() - before).isEqualTo(2 * height / 8);
    }

    @Test
    void theSettingsAreThoseOfTheChip() {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        drawCorners(display);
        display.contrast(0);
        assertThat(chip.contrast()).isZero();
        display.contrast(255);
        assertThat(chip.contrast()).isEqualTo(255);
        display.invert(true);
        assertThat(lit(chip, 128, 64)).hasSize(128 * 64 - 4).doesNotContain("0,0");
        display.invert(false);
        display.rotate(false);
        display.show();
        assertThat(lit(chip, 128, 64)).containsExactly("126,0", "125,58", "0,63", "127,63");
        display.rotate(true);
        display.show();
        display.poweroff();
        assertThat(display.power()).isFalse();
        assertThat(lit(chip, 128, 64)).isEmpty();
        display.poweron();
        assertThat(display.power()).isTrue();
        assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
        display.writeCmd(0xA5);
        assertThat(lit(chip, 128, 64)).hasSize(128 * 64);
        display.initDisplay();
        assertThat(lit(chip, 128, 64)).isEmpty();
    }

    /** Data sheet, 10.2.1: without the charge pump there is no supply. */
    @Test
    void anExternalSupplyNeedsNoPump() {
        SimSSD1306 supplied = new SimSSD1306(128, 32, true, () -> false);
        I2CRecorder settings = new I2CRecorder(new SimI2CBus().attach(ADDRESS, supplied));
        SSD1306 display = new SSD1306_I2C(128, 32, new I2C(settings), ADDRESS, true, null, false);
        drawCorners(display);
        assertThat(lit(supplied, 128, 32)).hasSize(4);
        assertThat(settings.writes(ADDRESS)).containsSubsequence(command(0xD9), command(0x22));
        assertThat(settings.writes(ADDRESS)).containsSubsequence(command(0x8D), command(0x10));

        SSD1306 dark = new SSD1306_I2C(128, 64, i2c, ADDRESS, true, null, false);
        drawCorners(dark);
        assertThat(lit(chip, 128, 64)).isEmpty();
    }

    /** Data sheet, 8.5: at least 3 µs low. Afterwards the settings are those of power-on, and the memory is as it was. */
    @Test
    void aResetPinResetsTheDisplayWhichIsConfiguredAgain() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut reset = new DigitalInOut(board.blinka().pin("D4"))) {
            board.i2c().attach(ADDRESS, chip);
            List<Boolean> levels = new ArrayList<>();
            board.pin("D4").onLevel(high -> {
                levels.add(high);
                if (!high) {
                    chip.reset();
                }
            });
            SSD1306 display = new SSD1306_I2C(128, 64, board.blinka().i2c(), ADDRESS, false, reset, false);
            assertThat(levels).containsExactly(true, false, true);
            assertThat(board.clock().nanos()).isGreaterThan(21_000_000);
            drawCorners(display);
            display.invert(true);
            display.poweroff();
            display.poweron();
            assertThat(levels).containsExactly(true, false, true, false, true);
            assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
        }
    }

    @Test
    void overSpiThePinDcTellsPixelsFromCommands() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut dc = new DigitalInOut(board.blinka().pin("D6"));
                DigitalInOut cs = new DigitalInOut(board.blinka().pin("D5"))) {
            SimSSD1306 panel =
                    new SimSSD1306(128, 32, false, () -> board.pin("D6").level());
            board.spi().attach(board.pin("D5"), panel);
            drawCorners(new SSD1306_SPI(128, 32, board.blinka().spi(), dc, null, cs));
            assertThat(lit(panel, 128, 32)).containsExactly("0,0", "127,0", "2,5", "1,31");
            assertThat(board.spi().settings().baudrate()).isEqualTo(8_000_000);

            SimSSD1306 other =
                    new SimSSD1306(128, 64, false, () -> board.pin("D6").level());
            board.spi().detach(panel).attach(0, other);
            drawCorners(new SSD1306_SPI(
                    128, 64, board.blinka().spi(), dc, null, board.blinka().pin("CE0")));
            assertThat(lit(other, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
            assertFree(board.blinka().spi());
        }
    }

    @ParameterizedTest
    @CsvSource({"129, 64", "0, 64", "128, 72", "128, 8", "128, 60", "-8, 64"})
    void aSizeThatTheChipDoesNotHaveIsRefusedBeforeATransfer(int width, int height) {
        assertThatThrownBy(() -> new SSD1306_I2C(width, height, i2c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("" + width, "" + height, "8 to 128");
        assertThat(recorder.writes(ADDRESS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void valuesThatAreNoByteAreRefused(int value) {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        int before = recorder.writes(ADDRESS).size();
        assertThatThrownBy(() -> display.contrast(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("contrast", "" + value, "0 to 255");
        assertThatThrownBy(() -> display.writeCmd(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("" + value, "0 to 0xff");
        assertThat(recorder.writes(ADDRESS)).hasSize(before);
        assertFree(i2c);
    }

    @Test
    void aMissingDisplayIsNotFound() {
        bus.unplug(ADDRESS);
        assertThatThrownBy(() -> new SSD1306_I2C(128, 64, i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x3c");
        assertFree(i2c);
    }

    /** Of the window, so many bytes arrive. The chip then waits for up to two more, and takes the next command for one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void afterAFailedTransferTheNextPictureIsRight(int transfer) {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        drawCorners(display);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(display::show).isInstanceOf(BusException.class);
        assertFree(i2c);
        display.fill(0);
        drawCorners(display);

        assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NO_ACKNOWLEDGE", "TIMEOUT"})
    void afterAFailedSettingItCanBeSetAgain(Kind kind) {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        bus.failNext(kind);
        assertThatThrownBy(() -> display.contrast(7)).isInstanceOf(BusException.class);
        bus.failNext(kind);
        assertThatThrownBy(display::poweroff).isInstanceOf(BusException.class);
        assertThat(display.power()).isTrue();
        display.contrast(7);
        assertThat(chip.contrast()).isEqualTo(7);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> display.contrast(8)).isInstanceOf(BusException.class);
        drawCorners(display);
        assertThat(lit(chip, 128, 64)).hasSize(4);
        display.contrast(8);
        assertThat(chip.contrast()).isEqualTo(8);
    }

    /** A controller with SMBus commands only takes 33 bytes; the error number is Linux's for this. */
    @Test
    void aPictureThatIsTooLongForTheBusIsSentInParts() {
        List<Integer> lengths = new ArrayList<>();
        I2C narrow = new I2C(new ForwardingI2C(bus) {
            @Override
            public void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                if (outEnd - outStart > 33) {
                    throw new BusException(Kind.OTHER, 95, "too long");
                }
                lengths.add(outEnd - outStart);
                super.transfer(to, out, outStart, outEnd, in, inStart, inEnd);
            }
        });
        SSD1306 display = new SSD1306_I2C(128, 64, narrow);
        lengths.clear();
        drawCorners(display);

        assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
        assertThat(lengths).hasSize(6 + 1024 / 32).contains(33);
    }

    @Test
    void showAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.setThreadAllocatedMemoryEnabled(true);
        I2C quiet = new I2C(new ForwardingI2C(bus) {
            @Override
            public void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {}
        });
        for (boolean pages : new boolean[] {false, true}) {
            SSD1306 display = new SSD1306_I2C(128, 64, quiet, ADDRESS, false, null, pages);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 10 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    display.show();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least)
                    .as("bytes for 100 pictures, page addressing %s", pages)
                    .isZero();
        }
    }

    @Test
    void itDrawsAsAFrameBuffer() {
        SSD1306 display = new SSD1306_I2C(128, 64, i2c);
        display.rect(10, 10, 3, 3, 1);
        display.show();

        assertThat(lit(chip, 128, 64))
                .isEqualTo(Arrays.asList("10,10", "11,10", "12,10", "10,11", "12,11", "10,12", "11,12", "12,12"));
        assertThat(display).hasToString("SSD1306 at address 0x3c of I2C(simulated I2C)");
    }
}
