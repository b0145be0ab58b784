// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.boards.Boards;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimUsbHost;
import blinka4j.sim.SimUsbHost.Move;
import blinka4j.sim.SimUsbHost.Report;
import blinka4j.usbhid.Device;
import blinka4j.usbhid.UsbHid;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports are those of HID Usage Tables, and the behaviour that of Adafruit_CircuitPython_HID. */
class HidTest {
    private SimBoard board;
    private SimUsbHost host;

    @BeforeEach
    void start() {
        board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
        host = board.usbHost();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private List<String> reports() {
        return host.reports().stream()
                .map(Report::bytes)
                .map(bytes -> bytes.stream().map("%02x"::formatted).collect(Collectors.joining(" ")))
                .toList();
    }

    private Keyboard keyboard() {
        return new Keyboard(UsbHid.devices());
    }

    @Test
    void keysArePressedAndReleased() {
        Keyboard keyboard = keyboard();
        keyboard.press(Keycode.CONTROL, Keycode.X);
        keyboard.press(Keycode.X, Keycode.A, Keycode.RIGHT_GUI);
        keyboard.release(Keycode.X, Keycode.B);
        keyboard.release(Keycode.LEFT_CONTROL);
        keyboard.releaseAll();
        keyboard.send(Keycode.A, Keycode.B, Keycode.C);
        assertThat(reports())
                .containsExactly(
                        "01 00 1b 00 00 00 00 00",
                        "81 00 1b 04 00 00 00 00",
                        "81 00 04 00 00 00 00 00",
                        "80 00 04 00 00 00 00 00",
                        "00 00 00 00 00 00 00 00",
                        "00 00 04 05 06 00 00 00",
                        "00 00 00 00 00 00 00 00");
    }

    /** Since 2022 CircuitPython drops the key that was pressed first. Before, it refused the seventh one. */
    @Test
    void aSeventhKeyTakesThePlaceOfTheFirst() {
        Keyboard keyboard = keyboard();
        keyboard.press(Keycode.A, Keycode.B, Keycode.C, Keycode.D, Keycode.E, Keycode.F);
        keyboard.press(Keycode.SHIFT, Keycode.F);
        keyboard.press(Keycode.G);
        keyboard.release(Keycode.D);
        assertThat(reports())
                .containsExactly(
                        "00 00 04 05 06 07 08 09",
                        "02 00 04 05 06 07 08 09",
                        "02 00 05 06 07 08 09 0a",
                        "02 00 05 06 08 09 0a 00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 256, Integer.MAX_VALUE})
    void aNumberThatIsNoKeycodeIsRefusedAndNothingIsSent(int bad) {
        Keyboard keyboard = keyboard();
        assertThatThrownBy(() -> keyboard.press(Keycode.A, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(String.valueOf(bad), "1 to 255");
        assertThatThrownBy(() -> keyboard.release(bad)).isInstanceOf(IllegalArgumentException.class);
        keyboard.press(Keycode.B);
        assertThat(reports()).containsExactly("00 00 05 00 00 00 00 00");
    }

    /** CircuitPython presses it together with the next key. */
    @Test
    void aKeyThatTheComputerDidNotSeeIsNotPressedLater() {
        Keyboard keyboard = keyboard();
        keyboard.press(Keycode.SHIFT);
        host.plugged(false);
        assertThatThrownBy(() -> keyboard.press(Keycode.A)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> keyboard.release(Keycode.SHIFT)).isInstanceOf(BusException.class);
        host.plugged(true);
        keyboard.press(Keycode.B);
        assertThat(reports()).containsExactly("02 00 00 00 00 00 00 00", "00 00 05 00 00 00 00 00");
    }

    @Test
    void theLedsAreThoseThatTheComputerHasSet() {
        Keyboard keyboard = keyboard();
        assertThat(keyboard.ledStatus()).isZero();
        host.leds(Keyboard.LED_CAPS_LOCK | Keyboard.LED_COMPOSE);
        assertThat(keyboard.ledOn(Keyboard.LED_CAPS_LOCK)).isTrue();
        assertThat(keyboard.ledOn(Keyboard.LED_NUM_LOCK)).isFalse();
        assertThat(keyboard.ledStatus()).isEqualTo(0x0A);
        host.leds(0);
        assertThat(keyboard.ledOn(Keyboard.LED_CAPS_LOCK)).isFalse();
    }

    /** HID Usage Tables, section 10: the first and the last of each row. */
    @Test
    void keycodesAreThoseOfTheUsageTables() {
        assertThat(new int[] {
                    Keycode.A,
                    Keycode.Z,
                    Keycode.ONE,
                    Keycode.ZERO,
                    Keycode.ENTER,
                    Keycode.SPACE,
                    Keycode.FORWARD_SLASH,
                    Keycode.CAPS_LOCK,
                    Keycode.F1,
                    Keycode.F12,
                    Keycode.DELETE,
                    Keycode.UP_ARROW,
                    Keycode.KEYPAD_NUMLOCK,
                    Keycode.KEYPAD_PERIOD,
                    Keycode.APPLICATION,
                    Keycode.F13,
                    Keycode.F24
                })
                .containsExactly(
                        0x04, 0x1D, 0x1E, 0x27, 0x28, 0x2C, 0x38, 0x39, 0x3A, 0x45, 0x4C, 0x52, 0x53, 0x63, 0x65, 0x68,
                        0x73);
        assertThat(IntStream.rangeClosed(0xDF, 0xE8).map(Keycode::modifierBit))
                .containsExactly(0, 1, 2, 4, 8, 16, 32, 64, 128, 0);
        assertThat(Keycode.RIGHT_ALT).isEqualTo(0xE6);
        assertThat(Keycode.WINDOWS).isEqualTo(Keycode.COMMAND).isEqualTo(0xE3);
    }

    @Test
    void textIsTypedAsOnAUsKeyboard() {
        String all = IntStream.rangeClosed(' ', 0x7F)
                .mapToObj(Character::toString)
                .collect(Collectors.joining("", "\b\t\n\u001b", ""));
        new KeyboardLayoutUS(keyboard()).write(all);
        assertThat(host.typed()).isEqualTo(all);
        assertThat(host.pressed()).isEmpty();
    }

    /** CircuitPython sends shift in a report of its own. */
    @Test
    void eachCharacterIsPressedAndReleased() {
        new KeyboardLayoutUS(keyboard()).write("a?");
        assertThat(reports())
                .containsExactly(
                        "00 00 04 00 00 00 00 00",
                        "00 00 00 00 00 00 00 00",
                        "02 00 00 00 00 00 00 00",
                        "02 00 38 00 00 00 00 00",
                        "00 00 00 00 00 00 00 00");
    }

    @Test
    void aDelayFollowsEachCharacter() {
        KeyboardLayoutUS layout = new KeyboardLayoutUS(keyboard());
        layout.write("abc", 0.2);
        assertThat(board.clock().now()).isEqualTo(Duration.ofMillis(600));
        assertThat(host.keys().get(2).time()).isEqualTo(Duration.ofMillis(200));
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> layout.write("x", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("delay", String.valueOf(bad));
        }
        assertThat(host.typed()).isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({"\u00e9, 0xe9", "\u20ac, 0x20ac", "\ud83d\ude00, 0x1f600", "'\u0007', 0x07"})
    void textWithACharacterThatHasNoKeyIsNotTypedAtAll(String character, String code) {
        KeyboardLayoutUS layout = new KeyboardLayoutUS(keyboard());
        assertThatThrownBy(() -> layout.write("abc" + character))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("No keycode available", code);
        assertThat(host.typed()).isEmpty();
    }

    /** The examples of the original's documentation. */
    @Test
    void keycodesOfACharacter() {
        KeyboardLayoutUS layout = new KeyboardLayoutUS(keyboard());
        assertThat(layout.keycodes('\t')).containsExactly(Keycode.TAB);
        assertThat(layout.keycodes('a')).containsExactly(Keycode.A);
        assertThat(layout.keycodes('A')).containsExactly(Keycode.SHIFT, Keycode.A);
        assertThat(layout.keycodes('\u007f')).containsExactly(Keycode.DELETE);
        for (char bad : new char[] {'\u00e9', '\0', '\r'}) {
            assertThatThrownBy(() -> layout.keycodes(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Move move(int x, int y, int wheel, int buttons) {
        return new Move(x, y, wheel, buttons);
    }

    @Test
    void theMouseMovesInStepsOfAtMost127() {
        Mouse mouse = new Mouse(UsbHid.devices());
        mouse.move(-100, 0);
        mouse.move(300, -128, 1);
        mouse.move(0, 0, 0);
        assertThat(host.moves())
                .containsExactly(move(-100, 0, 0, 0), move(127, -127, 1, 0), move(127, -1, 0, 0), move(46, 0, 0, 0));
    }

    @Test
    void buttonsArePressedAndReleasedWithoutMoving() {
        Mouse mouse = new Mouse(UsbHid.devices());
        mouse.press(Mouse.LEFT_BUTTON | Mouse.FORWARD_BUTTON);
        mouse.move(5, 0);
        mouse.click(Mouse.RIGHT_BUTTON);
        mouse.release(Mouse.LEFT_BUTTON);
        mouse.releaseAll();
        assertThat(host.moves())
                .containsExactly(
                        move(0, 0, 0, 17),
                        move(5, 0, 0, 17),
                        move(0, 0, 0, 19),
                        move(0, 0, 0, 17),
                        move(0, 0, 0, 16),
                        move(0, 0, 0, 0));
        assertThatThrownBy(() -> mouse.press(32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("32", "0 to 31");
        assertThatThrownBy(() -> mouse.release(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aButtonThatTheComputerDidNotSeeIsNotPressedLater() {
        Mouse mouse = new Mouse(UsbHid.devices());
        host.plugged(false);
        assertThatThrownBy(() -> mouse.press(Mouse.LEFT_BUTTON)).isInstanceOf(BusException.class);
        host.plugged(true);
        mouse.move(0, 1);
        assertThat(host.moves()).containsExactly(move(0, 1, 0, 0));
    }

    @Test
    void mediaKeysArePressedAndReleased() {
        ConsumerControl control = new ConsumerControl(UsbHid.devices());
        control.send(ConsumerControlCode.VOLUME_INCREMENT);
        control.press(0x223);
        control.release();
        assertThat(reports()).containsExactly("e9 00", "00 00", "23 02", "00 00");
        for (int bad : new int[] {-1, 0x10000}) {
            assertThatThrownBy(() -> control.send(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(String.valueOf(bad), "0 to 65535");
        }
    }

    @Test
    void aMissingDeviceIsNamed() {
        UsbHid.enable(List.of(Device.MOUSE));
        assertThatThrownBy(() -> new Keyboard(UsbHid.devices()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Could not find matching HID device", "usage 0x06", "UsbHid.enable");
        assertThatThrownBy(() -> new Mouse(UsbHid.devices(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("timeout", "-1.0 s");
    }

    @Test
    void theConstructorWaitsForAComputer() {
        host.plugged(false);
        assertThatThrownBy(() -> new ConsumerControl(UsbHid.devices(), 3))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT))
                .hasMessageContainingAll("Failed to initialize HID device", "3.0 s", "USB connected");
        assertThat(board.clock().now()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3100));
        board.clock().after(Duration.ofMinutes(1), () -> host.plugged(true));
        new Mouse(UsbHid.devices()).click(Mouse.LEFT_BUTTON);
        assertThat(host.moves()).hasSize(2);
    }
}
