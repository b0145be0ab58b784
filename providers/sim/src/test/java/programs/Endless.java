// SPDX-License-Identifier: MIT
package programs;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;

/** Programs that do not end. */
public final class Endless {
    private Endless() {}

    public static void blink() {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput();
            while (true) {
                led.value(!led.value());
                sleep(0.5);
            }
        }
    }

    /** Waits for a button that nobody presses, without a pause. */
    public static void waitForButton() {
        try (DigitalInOut button = new DigitalInOut(Board.D4)) {
            button.switchToInput(Pull.UP);
            while (button.value()) {
                // Nothing.
            }
        }
    }

    /** Changes a pin without a pause. */
    public static void toggle() {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput();
            while (true) {
                led.value(true);
                led.value(false);
            }
        }
    }

    /** Catches each exception and tries again, as programs with DHT sensors do. */
    public static void tryAgain() {
        while (true) {
            try (I2C i2c = new I2C(Board.SCL, Board.SDA)) {
                i2c.writeTo(0x18, new byte[] {1});
            } catch (RuntimeException e) {
                // Again.
            }
        }
    }

    public static void waitForTime() {
        while (monotonic() < 1e9) {
            // Nothing.
        }
    }

    /** Waits for something else than the board. */
    @SuppressWarnings("BusyWait") // As such a program does.
    public static void forget() {
        while (true) {
            try {
                Thread.sleep(1_000_000);
            } catch (InterruptedException e) {
                sleep(0.001);
            }
        }
    }
}
