// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.hid.Keyboard;
import blinka4j.drivers.hid.KeyboardLayoutUS;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.usbhid.UsbHid;
import java.time.Duration;

/**
 * Types a text on a computer, as a USB keyboard, while a button is pressed.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_HID/blob/main/examples/hid_keyboard_layout.py">hid_keyboard_layout.py</a>.
 *
 * <p>Wiring: a button between D4 and 3.3 V, another one between D5 and 3.3 V; a USB cable from the board's device port to a computer.
 * That is the port for power of a Raspberry Pi 4 or 5, and the one named USB of a Zero. Add {@code dtoverlay=dwc2,dr_mode=peripheral} to
 * {@code /boot/firmware/config.txt}, reboot, and run as root after {@code sudo modprobe libcomposite}.
 */
public final class HidKeyboardLayout extends Sample {
    public HidKeyboardLayout() {
        super("keyboard", "types on a computer, as a USB keyboard", HidKeyboardLayout::main, 1);
    }

    public static void main(String[] args) {
        Keyboard keyboard = new Keyboard(UsbHid.devices());
        KeyboardLayoutUS layout = new KeyboardLayoutUS(keyboard);
        System.out.println("press a button!"); // the original prints nothing

        try (DigitalInOut slowWrite = new DigitalInOut(Board.D4);
                DigitalInOut fastWrite = new DigitalInOut(Board.D5)) {
            slowWrite.direction(Direction.INPUT);
            slowWrite.pull(Pull.DOWN);

            fastWrite.direction(Direction.INPUT);
            fastWrite.pull(Pull.DOWN);

            while (true) {
                // Write `Hello World!` slowly
                if (slowWrite.value()) {
                    layout.write("Hello World!", 0.2);
                } else if (fastWrite.value()) {
                    // Write `Hello World!` normally
                    layout.write("Hello World!");
                }

                sleep(0.1);
            }
        }
    }

    /** The buttons are pressed in turn. The computer shows what was typed. */
    @Override
    public void attachTo(SimBoard board) {
        board.usbHost().onTyped(text -> System.err.print(text.equals("!") ? "!\n" : text));
        press(board, "D5", "D4");
    }

    private static void press(SimBoard board, String button, String next) {
        board.clock().after(Duration.ofMillis(970), () -> {
            board.pin(button).drive(true);
            board.clock().after(Duration.ofMillis(100), () -> {
                board.pin(button).drive(false);
                press(board, next, button);
            });
        });
    }
}
