// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.seesaw.DigitalIO;
import blinka4j.drivers.seesaw.IncrementalEncoder;
import blinka4j.drivers.seesaw.Seesaw;
import blinka4j.drivers.seesaw.Seesaw.PinMode;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimSeesaw;
import java.time.Duration;

/**
 * Prints the position of a rotary encoder with seesaw, and when its button is pressed.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_seesaw/blob/main/examples/seesaw_rotary_simpletest.py">seesaw_rotary_simpletest.py</a>.
 *
 * <p>Wiring: Adafruit I2C QT rotary encoder with seesaw (product 4991), address 0x36: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class SeesawRotarySimpleTest extends Sample {
    final SimSeesaw chip = new SimSeesaw();

    public SeesawRotarySimpleTest() {
        super("seesaw-rotary", "a rotary encoder and its button with seesaw", SeesawRotarySimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        Seesaw seesaw = new Seesaw(i2c, 0x36);

        int product = seesaw.getVersion() >> 16 & 0xFFFF;
        System.out.println("Found product " + product);
        if (product != 4991) {
            System.out.println("Wrong firmware loaded?  Expected 4991");
        }

        // Configure the pin of the knob's button. Its pull-up prevents a floating input.
        seesaw.pinMode(24, PinMode.INPUT_PULLUP);
        DigitalIO button = new DigitalIO(seesaw, 24);

        boolean buttonHeld = false;

        IncrementalEncoder encoder = new IncrementalEncoder(seesaw);
        Integer lastPosition = null;

        while (true) {
            // Negate the position to make clockwise rotation positive.
            int position = -encoder.position();

            if (lastPosition == null || position != lastPosition) {
                lastPosition = position;
                System.out.println("Position: " + position);
            }

            if (!button.value() && !buttonHeld) {
                buttonHeld = true;
                System.out.println("Button pressed");
            }

            if (button.value() && buttonHeld) {
                buttonHeld = false;
                System.out.println("Button released");
            }
            sleep(0.01); // the original has no pause; here other programs want the processor too
        }
    }

    /** Someone turns the knob, and presses it each 10 seconds. */
    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x36, chip);
        swing(board, chip.quantity("encoder"), 20);
        press(board, -1);
    }

    private void press(SimBoard board, int to) {
        board.clock().after(Duration.ofSeconds(5), () -> {
            chip.pins().connect(24, to);
            press(board, -1 - to);
        });
    }
}
