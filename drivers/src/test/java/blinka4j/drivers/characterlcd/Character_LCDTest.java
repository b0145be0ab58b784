// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.characterlcd.Character_LCD.TextDirection;
import blinka4j.pwmio.DutyCycleOutput;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimCharacterLCD;
import blinka4j.sim.chips.SimLCDBackpack;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.testing.FaultyI2C;
import blinka4j.testing.FaultyI2C.Fault;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Character_LCDTest {
    private static final List<String> PINS = List.of("D7", "D8", "D9", "D10", "D11", "D12");

    private final SimBoard board = PinBoard.open().lenient();
    private final DigitalInOut[] pins = PINS.stream().map(this::pin).toArray(DigitalInOut[]::new);
    private final DigitalInOut light = pin("D13");
    private final SimI2CBus bus = new SimI2CBus();
    private SimCharacterLCD chip;
    private SimMCP230xx expander;

    @AfterEach
    void close() {
        board.close();
    }

    private DigitalInOut pin(String name) {
        return new DigitalInOut(board.blinka().pin(name));
    }

    private boolean level(String pin) {
        return board.pin(pin).level();
    }

    private Character_LCD_Mono lcd(int columns, int lines) {
        chip = new SimCharacterLCD(columns);
        chip.attachTo(board, PINS);
        return lcd(columns, lines, light, false);
    }

    private Character_LCD_Mono lcd(int columns, int lines, DigitalInOut backlight, boolean inverted) {
        return new Character_LCD_Mono(
                pins[0], pins[1], pins[2], pins[3], pins[4], pins[5], columns, lines, backlight, inverted);
    }

    private void attachBackpack() {
        chip = new SimCharacterLCD(16);
        expander = new SimMCP230xx("MCP23008", 0);
        bus.attach(0x20, new SimLCDBackpack(expander, chip, 1, 2, 3, 4, 5, 6));
    }

    private void attachPlate() {
        chip = new SimCharacterLCD(16);
        expander = new SimMCP230xx("MCP23017", 0);
        bus.attach(0x20, new SimLCDBackpack(expander, chip, 15, 13, 12, 11, 10, 9));
    }

    @Test
    void aMessageIsWrittenFromTheFirstColumnOn() {
        Character_LCD_Mono lcd = lcd(16, 2);
        assertThat(chip.row(0)).isEqualTo(" ".repeat(16));
        assertThat(lcd.message()).isEmpty();
        lcd.message("Hello\nCircuitPython");
        assertThat(chip.row(0)).isEqualTo("Hello           ");
        assertThat(chip.row(1)).isEqualTo("CircuitPython   ");
        lcd.message("J");
        assertThat(chip.row(0)).isEqualTo("Jello           ");
        assertThat(lcd.message()).isEqualTo("J");
        lcd.clear();
        assertThat(chip.row(0) + chip.row(1)).isBlank().hasSize(32);
        assertThat(lcd).hasToString("Character_LCD_Mono on DigitalInOut(D8, output, low)");
    }

    /** The third line is the rest of the first: at addresses 0x14 and 0x54 with 20 columns, 0x10 and 0x50 with 16. */
    @ParameterizedTest
    @ValueSource(ints = {16, 20})
    void fourLinesHaveTheirPlaces(int columns) {
        Character_LCD_Mono lcd = lcd(columns, 4);
        lcd.message("one\ntwo\nthree\nfour\nlast again");
        assertThat(IntStream.range(0, 4).mapToObj(chip::row))
                .extracting(row -> row.replaceFirst(" +$", ""))
                .containsExactly("one", "two", "three", "last again");
    }

    @Test
    void aPositionHoldsForOneMessage() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.cursorPosition(3, 1);
        lcd.clear();
        lcd.message("abc");
        assertThat(chip.row(1)).isEqualTo("   abc          ");
        lcd.message("x");
        assertThat(chip.row(0)).startsWith("x ");
        lcd.cursorPosition(99, 99);
        lcd.message("y");
        assertThat(chip.row(1)).isEqualTo("   abc         y");
        lcd.cursorPosition(3, 1);
        lcd.message("");
        lcd.message("z");
        assertThat(chip.row(0)).startsWith("z ");
    }

    @Test
    void linesBeginAtTheEdgeOrBelowTheFirstCharacter() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.cursorPosition(4, 0);
        lcd.message("ab\ncd");
        assertThat(chip.row(1)).startsWith("cd  ");
        lcd.clear();
        lcd.columnAlign(true);
        assertThat(lcd.columnAlign()).isTrue();
        lcd.cursorPosition(4, 0);
        lcd.message("ab\ncd");
        assertThat(chip.row(0)).startsWith("    ab ");
        assertThat(chip.row(1)).startsWith("    cd ");
    }

    /** Data sheet, page 28: clearing sets the direction to the right. The driver keeps it. */
    @Test
    void textFromTheRightBeginsAtTheLastColumn() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.textDirection(TextDirection.RIGHT_TO_LEFT);
        lcd.message("Hello\nab");
        assertThat(chip.row(0)).isEqualTo("           olleH");
        assertThat(chip.row(1)).isEqualTo("              ba");
        lcd.clear();
        lcd.columnAlign(true);
        lcd.cursorPosition(2, 0);
        lcd.message("ab\ncd");
        assertThat(chip.row(0)).isEqualTo("            ba  ");
        assertThat(chip.row(1)).isEqualTo("            dc  ");
        assertThat(lcd.textDirection()).isEqualTo(TextDirection.RIGHT_TO_LEFT);
        lcd.textDirection(TextDirection.LEFT_TO_RIGHT);
        assertThat(lcd.textDirection()).isEqualTo(TextDirection.LEFT_TO_RIGHT);
        lcd.message("xy");
        assertThat(chip.row(0)).startsWith("xy  ");
    }

    @Test
    void theTextMovesAndComesHome() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.message("abc");
        lcd.moveRight();
        lcd.moveRight();
        assertThat(chip.row(0)).startsWith("  abc ");
        lcd.moveLeft();
        assertThat(chip.row(0)).startsWith(" abc ");
        lcd.home();
        lcd.moveLeft();
        assertThat(chip.row(0)).startsWith("bc ");
    }

    @Test
    void theSwitchesAreIndependent() {
        Character_LCD_Mono lcd = lcd(16, 2);
        assertThat(chip.control()).isEqualTo(4);
        lcd.cursor(true);
        assertThat(chip.control()).isEqualTo(6);
        lcd.blink(true);
        assertThat(chip.control()).isEqualTo(7);
        lcd.display(false);
        assertThat(chip.control()).isEqualTo(3);
        assertThat(lcd.cursor() && lcd.blink() && !lcd.display()).isTrue();
        lcd.cursor(false);
        lcd.blink(false);
        lcd.display(true);
        assertThat(chip.control()).isEqualTo(4);
        assertThat(lcd.cursor() || lcd.blink() || !lcd.display()).isFalse();
    }

    @Test
    void aCharacterIsMadeAndShown() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.createChar(3, 0x00, 0x0A, 0x1F, 0x1F, 0x0E, 0x04, 0x00, 0x11);
        assertThat(chip.pattern(3)).containsExactly(0x00, 0x0A, 0x1F, 0x1F, 0x0E, 0x04, 0x00, 0x11);
        assertThat(chip.pattern(4)).containsOnly(0);
        lcd.message("\u0003");
        assertThat(chip.row(0)).startsWith("\u0003 ");
    }

    @Test
    void theBacklightMayBeInvertedOrMissing() {
        Character_LCD_Mono lcd = lcd(16, 2);
        assertThat(lcd.backlight() && level("D13")).isTrue();
        lcd.backlight(false);
        assertThat(lcd.backlight() || level("D13")).isFalse();
        Character_LCD_Mono inverted = lcd(16, 2, light, true);
        assertThat(inverted.backlight() && !level("D13")).isTrue();
        inverted.backlight(false);
        assertThat(level("D13")).isTrue();
        Character_LCD_Mono dark = new Character_LCD_Mono(pins[0], pins[1], pins[2], pins[3], pins[4], pins[5], 16, 2);
        assertThatThrownBy(() -> dark.backlight(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("backlightPin");
        assertThat(dark.backlight()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "41, 2", "16, 0", "16, 5", "21, 4", "21, 3"})
    void aSizeThatTheChipDoesNotHaveIsRefusedBeforeAPinChanges(int columns, int lines) {
        assertThatThrownBy(() -> lcd(columns, lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%s columns and %s lines".formatted(columns, lines));
        assertThat(board.pin("D7").isOutput()).isFalse();
        attachPlate();
        List<String> sent = new ArrayList<>();
        assertThatThrownBy(() -> new Character_LCD_RGB_I2C(recorded(sent), columns, lines))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void aPinThatIsPassedTwiceIsRefusedBeforeAPinChanges() {
        DigitalInOut[] twice = {pins[0], pins[1], pins[2], pins[3], pins[4], pins[0]};
        assertThatThrownBy(() -> new Character_LCD_Mono(
                        twice[0], twice[1], twice[2], twice[3], twice[4], twice[5], 16, 2, null, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("D7");
        assertThatThrownBy(() -> new Character_LCD_RGB(
                        pins[0], pins[1], pins[2], pins[3], pins[4], pins[5], 16, 2, light, light, light, pins[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("D12");
        assertThat(board.pin("D8").isOutput()).isFalse();
    }

    @Test
    void aWrongArgumentIsRefusedAndChangesNothing() {
        Character_LCD_Mono lcd = lcd(16, 2);
        lcd.message("same");
        for (int row : new int[] {-1, 32}) {
            refused(() -> lcd.createChar(0, 0, 0, 0, 0, 0, 0, 0, row), row + ": expected 0 to 31");
        }
        refused(() -> lcd.message("5 \u20ac"), "\u20ac");
        refused(() -> lcd.cursorPosition(-1, 0), "column -1");
        refused(() -> lcd.cursorPosition(0, -1), "row -1");
        refused(() -> lcd.createChar(8, new int[8]), "character 8");
        refused(() -> lcd.createChar(-1, new int[8]), "character -1");
        refused(() -> lcd.createChar(0, 1, 2), "2 rows");
        assertThatThrownBy(() -> lcd.textDirection(null)).isInstanceOf(NullPointerException.class);
        assertThat(chip.row(0)).isEqualTo("same            ");
        assertThat(lcd.message()).isEqualTo("same");
        assertThat(lcd.textDirection()).isEqualTo(TextDirection.LEFT_TO_RIGHT);
    }

    private static void refused(Runnable call, String text) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void theBackpackShowsTheSame() {
        attachBackpack();
        Character_LCD_I2C lcd = new Character_LCD_I2C(new I2C(bus), 16, 2);
        assertThat(lcd.backlight()).isTrue();
        assertThat(expander.levels() & 0x80).isEqualTo(0x80);
        lcd.message("Hello\nCircuitPython");
        assertThat(chip.row(0)).isEqualTo("Hello           ");
        assertThat(chip.row(1)).isEqualTo("CircuitPython   ");
        lcd.backlight(false);
        lcd.message("J");
        assertThat(lcd.backlight()).isFalse();
        assertThat(expander.levels() & 0x80).isZero();
        assertThat(chip.row(0)).isEqualTo("Jello           ");
        assertThat(lcd).asString().startsWith("Character_LCD_I2C on MCP23008 at");
        new Character_LCD_I2C(new I2C(bus), 16, 2, 0x20, true);
        assertThat(expander.levels() & 0x80).isZero();
    }

    private I2C recorded(List<String> sent) {
        return new I2C(new ForwardingI2C(bus) {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                sent.add(HexFormat.of().formatHex(out, outStart, outEnd));
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
            }
        });
    }

    /** Values of the tests of github.com/michaelkamprath/i2c-character-display: 09 D6 has RS, E, the light and the half 1010. */
    @Test
    void halfOfAByteTakesThreeTransfers() {
        attachBackpack();
        List<String> sent = new ArrayList<>();
        Character_LCD_I2C lcd = new Character_LCD_I2C(recorded(sent), 16, 2);
        sent.clear();
        lcd.message("\u00a5");
        assertThat(sent).hasSize(12).endsWith("09d2", "09d6", "09d2", "09aa", "09ae", "09aa");
    }

    /** Each of the transfers fails in turn: with half of a byte in the display, and with E high. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NO_ACKNOWLEDGE", "NO_ACKNOWLEDGE_LATER", "TIMEOUT_AFTERWARDS"})
    void afterAFailedWriteTheNextMessageIsRight(Fault fault) {
        attachBackpack();
        FaultyI2C faulty = new FaultyI2C(bus);
        Character_LCD_I2C lcd = new Character_LCD_I2C(new I2C(faulty), 16, 2);
        lcd.textDirection(TextDirection.RIGHT_TO_LEFT);
        lcd.cursor(true);
        for (int after = 0; after < 12; after++) {
            faulty.next(after, fault);
            assertThatThrownBy(() -> lcd.message("wrong")).isInstanceOf(BusException.class);
            lcd.message("right\nagain");
            assertThat(chip.row(0)).as("after %s", after).endsWith("thgir");
            assertThat(chip.row(1)).as("after %s", after).endsWith("niaga");
            assertThat(chip.control()).isEqualTo(6);
        }
    }

    /** A command takes six transfers. After the last one the display has it, and the driver does not know. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aSettingThatFailedStaysAsItWas(int after) {
        attachBackpack();
        FaultyI2C faulty = new FaultyI2C(bus);
        Character_LCD_I2C lcd = new Character_LCD_I2C(new I2C(faulty), 16, 2);
        List<Runnable> settings = List.of(() -> lcd.cursor(true), () -> lcd.textDirection(TextDirection.RIGHT_TO_LEFT));
        for (Runnable setting : settings) {
            lcd.message("  ");
            faulty.next(after, Fault.TIMEOUT_AFTERWARDS);
            assertThatThrownBy(setting::run).isInstanceOf(BusException.class);
            lcd.message("ok");
            assertThat(chip.row(0)).startsWith("ok ");
            assertThat(chip.control()).isEqualTo(4);
        }
        assertThat(lcd.cursor()).isFalse();
        assertThat(lcd.textDirection()).isEqualTo(TextDirection.LEFT_TO_RIGHT);
        faulty.next(after, Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> lcd.message("lost")).isInstanceOf(BusException.class);
        assertThat(lcd.message()).isEqualTo("ok");
        faulty.next(0, Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> lcd.backlight(false)).isInstanceOf(BusException.class);
        assertThat(lcd.backlight()).isTrue();
        lcd.message("lit");
        assertThat(expander.levels() & 0x80).isEqualTo(0x80);
    }

    @Test
    void aMissingExpanderOrAnotherChipIsAnError() {
        I2C i2c = new I2C(bus.attach(0x21, new Registers8().readOnly(0)));
        assertThatThrownBy(() -> new Character_LCD_I2C(i2c, 16, 2, 0x21, false))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("MCP23008");
        assertThatThrownBy(() -> new Character_LCD_I2C(i2c, 16, 2)).isInstanceOf(DeviceNotFoundException.class);
        assertThatThrownBy(() -> new Character_LCD_RGB_I2C(i2c, 16, 2)).isInstanceOf(DeviceNotFoundException.class);
    }

    /** Duty cycles of outputs that can be dimmed. */
    private static final class Light implements DutyCycleOutput {
        private int dutyCycle;

        @Override
        public int dutyCycle() {
            return dutyCycle;
        }

        @Override
        public void dutyCycle(int dutyCycle) {
            this.dutyCycle = dutyCycle;
        }

        @Override
        public double exactFrequency() {
            return 500;
        }
    }

    /** A low level lights: 0 % is always high, 100 % always low. */
    @Test
    void aColorIsDimmed() {
        Light[] lights = {new Light(), new Light(), new Light()};
        chip = new SimCharacterLCD(16);
        chip.attachTo(board, PINS);
        DigitalInOut readWrite = pin("D14");
        Character_LCD_RGB lcd = new Character_LCD_RGB(
                pins[0], pins[1], pins[2], pins[3], pins[4], pins[5], 16, 2, lights[0], lights[1], lights[2],
                readWrite);
        assertThat(board.pin("D14").isOutput() && !level("D14")).isTrue();
        assertThat(lcd.color()).containsExactly(100, 100, 100);
        assertThat(lights).extracting(Light::dutyCycle).containsOnly(0);
        lcd.color(50, 0, 100);
        assertThat(lights[0].dutyCycle()).isCloseTo(0x7FFF, within(1));
        assertThat(lights[1].dutyCycle()).isEqualTo(0xFFFF);
        assertThat(lights[2].dutyCycle()).isZero();
        lcd.color(0xFF3300);
        assertThat(lcd.color()).containsExactly(100, 20, 0);
        assertThat(lights[1].dutyCycle()).isEqualTo(52428);
        lcd.message("red");
        assertThat(chip.row(0)).startsWith("red ");
    }

    @Test
    void aColorIsSwitched() {
        Character_LCD_RGB lcd = new Character_LCD_RGB(
                pins[0], pins[1], pins[2], pins[3], pins[4], pins[5], 16, 2, light, pin("D14"), pin("D15"), null);
        assertThat(colors()).containsExactly(true, true, true);
        lcd.color(1, 0, 0);
        assertThat(colors()).containsExactly(true, false, false);
        lcd.color(0x0000FF);
        assertThat(colors()).containsExactly(false, false, true);
        lcd.color(0);
        assertThat(colors()).containsExactly(false, false, false);
    }

    private List<Boolean> colors() {
        return IntStream.range(13, 16)
                .mapToObj(pin -> board.pin("D" + pin).isOutput() && !level("D" + pin))
                .toList();
    }

    @Test
    void aColorOutOfRangeIsRefused() {
        attachPlate();
        Character_LCD_RGB_I2C lcd = new Character_LCD_RGB_I2C(new I2C(bus), 16, 2);
        refused(() -> lcd.color(-1), "0xffffffff");
        refused(() -> lcd.color(0x1000000), "0x1000000");
        refused(() -> lcd.color(-0.1, 0, 0), "red");
        refused(() -> lcd.color(0, 100.1, 0), "green");
        refused(() -> lcd.color(0, 0, Double.NaN), "blue");
        assertThat(lcd.color()).containsExactly(100, 100, 100);
    }

    /** The original: pins 6, 7 and 8 of the MCP23017 are red, green and blue. */
    @Test
    void thePlateHasEightColors() {
        attachPlate();
        Character_LCD_RGB_I2C lcd = new Character_LCD_RGB_I2C(new I2C(bus), 16, 2);
        assertThat(expander.levels() & 0x1C0).isZero();
        lcd.color(100, 0, 0);
        lcd.message("red\n16x2");
        assertThat(expander.levels() & 0x1C0).isEqualTo(0x180);
        assertThat(chip.row(0)).startsWith("red ");
        assertThat(chip.row(1)).startsWith("16x2 ");
        lcd.color(0, 50, 0);
        assertThat(expander.levels() & 0x1C0).isEqualTo(0x140);
        lcd.color(0x0000FF);
        lcd.message("xyz");
        assertThat(expander.levels() & 0x1C0).isEqualTo(0x0C0);
        assertThat(chip.row(0)).startsWith("xyz ");
        assertThat(expander.levels() & 1 << 14).as("RW").isZero();
    }

    /** The original: pins 0 to 4 are select, right, down, up and left, and low if the button is pressed. */
    @Test
    void thePlateHasFiveButtons() {
        attachPlate();
        Character_LCD_RGB_I2C lcd = new Character_LCD_RGB_I2C(new I2C(bus), 16, 2);
        assertThat(buttons(lcd)).containsOnly(false);
        for (int button = 0; button < 5; button++) {
            expander.connect(button, -1);
            boolean[] expected = new boolean[5];
            expected[button] = true;
            assertThat(buttons(lcd)).containsExactly(expected);
            expander.connect(button, 0);
        }
    }

    private static boolean[] buttons(Character_LCD_RGB_I2C lcd) {
        return new boolean[] {lcd.selectButton(), lcd.rightButton(), lcd.downButton(), lcd.upButton(), lcd.leftButton()
        };
    }
}
