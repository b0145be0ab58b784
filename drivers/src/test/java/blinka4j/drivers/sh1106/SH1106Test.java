// SPDX-License-Identifier: MIT
package blinka4j.drivers.sh1106;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSH1106;
import blinka4j.testing.FaultyI2C;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and memory: data sheet SH1106 V2.3. */
class SH1106Test {
    private static final int ADDRESS = SH1106_I2C.DEFAULT_ADDRESS;

    private final SimSH1106 chip = new SimSH1106(128, 64);
    private final SimI2CBus bus = new SimI2CBus().attach(ADDRESS, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2CRecorder recorder = new I2CRecorder(faulty);
    private final I2C i2c = new I2C(recorder);

    private static List<String> lit(SimSH1106 of, int width, int height) {
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

    private static void drawCorners(SH1106 display) {
        display.pixel(0, 0, 1);
        display.pixel(display.width() - 1, 0, 1);
        display.pixel(2, 5, 1);
        display.pixel(1, display.height() - 1, 1);
        display.show();
    }

    /** The settings of Adafruit_CircuitPython_DisplayIO_SH1106, without 20 20, which is no command; on when the memory is clear. */
    @Test
    void theConstructorConfiguresAndClearsAllOfTheMemory() {
        SH1106 display = new SH1106_I2C(128, 64, i2c);

        List<byte[]> writes = recorder.writes(ADDRESS);
        assertThat(writes.subList(0, 23).stream().map(each -> each[1] & 0xff))
                .containsExactly(
                        0xAE, 0xD5, 0x80, 0xA8, 0x3F, 0xD3, 0x00, 0x40, 0xAD, 0x8B, 0xA1, 0xC8, 0xDA, 0x12, 0x81, 0xFF,
                        0xD9, 0x1F, 0xDB, 0x40, 0x33, 0xA6, 0xA4);
        assertThat(writes.get(24)).hasSize(1 + 132);
        assertThat(writes.get(23 + 16)).containsExactly(0x80, 0xAF);
        assertThat(writes).hasSize(23 + 16 + 1);
        assertThat(display.isAwake()).isTrue();
        assertThat(lit(chip, 128, 64)).isEmpty();
        assertFree(i2c);
    }

    /** Data sheet, commands 1, 2 and 14: 0x00 and 0x10 with the column, 0xB0 with the page; 128 pixels begin at column 2. */
    @Test
    void showSendsEachPageWithItsPlace() {
        SH1106 display = new SH1106_I2C(128, 64, i2c);
        display.pixel(10, 19, 1);
        int before = recorder.writes(ADDRESS).size();
        display.show();

        List<byte[]> writes = recorder.writes(ADDRESS)
                .subList(before, recorder.writes(ADDRESS).size());
        assertThat(writes).hasSize(16);
        byte[] pixels = new byte[129];
        pixels[0] = 0x40;
        pixels[1 + 10] = 1 << 3;
        assertThat(writes.get(4)).containsExactly(0x80, 0xB2, 0x80, 0x02, 0x80, 0x10);
        assertThat(writes.get(5)).containsExactly(pixels);
        assertThat(lit(chip, 128, 64)).containsExactly("10,19");
    }

    @ParameterizedTest
    @CsvSource({"128, 64", "132, 64", "128, 32", "96, 16", "64, 48"})
    void eachSizeOfDisplayShowsWhatWasDrawn(int width, int height) {
        SimSH1106 panel = new SimSH1106(width, height);
        drawCorners(new SH1106_I2C(width, height, new I2C(new SimI2CBus().attach(ADDRESS, panel))));

        assertThat(lit(panel, width, height)).containsExactly("0,0", (width - 1) + ",0", "2,5", "1," + (height - 1));
    }

    @Test
    void anotherColumnOffsetShiftsThePicture() {
        drawCorners(new SH1106_I2C(128, 64, i2c, ADDRESS, false, null, 0));

        // The display begins at column 2, so the two on the left are not seen.
        assertThat(lit(chip, 128, 64)).containsExactly("125,0", "0,5");
    }

    @Test
    void theSettingsAreThoseOfTheChip() {
        SH1106 display = new SH1106_I2C(128, 64, i2c);
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
        display.sleep();
        assertThat(display.isAwake()).isFalse();
        assertThat(lit(chip, 128, 64)).isEmpty();
        display.wake();
        assertThat(display.power()).isTrue();
        display.poweroff();
        assertThat(display.power()).isFalse();
        display.poweron();
        assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
    }

    @Test
    void anExternalSupplyNeedsNoPump() {
        SimSH1106 supplied = new SimSH1106(128, 64, true, () -> false);
        drawCorners(
                new SH1106_I2C(128, 64, new I2C(new SimI2CBus().attach(ADDRESS, supplied)), ADDRESS, true, null, 2));
        assertThat(lit(supplied, 128, 64)).hasSize(4);

        drawCorners(new SH1106_I2C(128, 64, i2c, ADDRESS, true, null, 2));
        assertThat(lit(chip, 128, 64)).isEmpty();
    }

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
            SH1106 display = new SH1106_I2C(128, 64, board.blinka().i2c(), ADDRESS, false, reset, 2);
            assertThat(levels).containsExactly(true, false, true);
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
            SimSH1106 panel =
                    new SimSH1106(128, 64, false, () -> board.pin("D6").level());
            board.spi().attach(board.pin("D5"), panel);
            drawCorners(new SH1106_SPI(128, 64, board.blinka().spi(), dc, null, cs));
            assertThat(lit(panel, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
            assertThat(board.spi().settings().baudrate()).isEqualTo(1_000_000);

            SimSH1106 other =
                    new SimSH1106(132, 32, false, () -> board.pin("D6").level());
            board.spi().detach(panel).attach(0, other);
            drawCorners(new SH1106_SPI(
                    132, 32, board.blinka().spi(), dc, null, board.blinka().pin("CE0")));
            assertThat(lit(other, 132, 32)).containsExactly("0,0", "131,0", "2,5", "1,31");
            assertFree(board.blinka().spi());
        }
    }

    @ParameterizedTest
    @CsvSource({"133, 64, 0", "0, 64, 0", "128, 72, 2", "128, 8, 2", "128, 60, 2", "128, 128, 2"})
    void aSizeThatTheChipDoesNotHaveIsRefusedBeforeATransfer(int width, int height, int offset) {
        assertThatThrownBy(() -> new SH1106_I2C(width, height, i2c, ADDRESS, false, null, offset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("" + width, "" + height, "8 to 132");
        assertThatThrownBy(() -> new SH1106_I2C(width, height, i2c)).isInstanceOf(IllegalArgumentException.class);
        assertThat(recorder.writes(ADDRESS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5})
    void anOffsetBesideTheMemoryIsRefused(int offset) {
        assertThatThrownBy(() -> new SH1106_I2C(128, 64, i2c, ADDRESS, false, null, offset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("columnOffset", "" + offset, "0 to 4");
        assertThat(recorder.writes(ADDRESS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void aContrastOutOfRangeIsRefused(int value) {
        SH1106 display = new SH1106_I2C(128, 64, i2c);
        assertThatThrownBy(() -> display.contrast(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("contrast", "" + value, "0 to 255");
        assertThat(chip.contrast()).isEqualTo(255);
    }

    @Test
    void aMissingDisplayIsNotFound() {
        bus.unplug(ADDRESS);
        assertThatThrownBy(() -> new SH1106_I2C(128, 64, i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x3c");
        assertFree(i2c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 15})
    void afterAFailedTransferTheNextPictureIsRight(int transfer) {
        SH1106 display = new SH1106_I2C(128, 64, i2c);
        drawCorners(display);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(display::show).isInstanceOf(BusException.class);
        assertFree(i2c);
        drawCorners(display);

        assertThat(lit(chip, 128, 64)).containsExactly("0,0", "127,0", "2,5", "1,63");
    }

    @Test
    void afterAFailedSettingItCanBeSetAgain() {
        SH1106 display = new SH1106_I2C(128, 64, i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> display.contrast(8)).isInstanceOf(BusException.class);
        display.sleep();
        assertThat(lit(chip, 128, 64)).isEmpty();
        display.contrast(8);
        assertThat(chip.contrast()).isEqualTo(8);
    }

    @Test
    void showAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.setThreadAllocatedMemoryEnabled(true);
        SH1106 display = new SH1106_I2C(128, 64, new I2C(new ForwardingI2C(bus) {
            @Override
            public void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {}
        }));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                display.show();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes for 100 pictures").isZero();
    }
}
