// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.irremote.GenericTransmit;
import blinka4j.pulseio.PulseOut;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import java.time.Duration;

/**
 * Sends an infrared code while a button is pressed.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_IRRemote/blob/main/examples/irremote_transmit.py">irremote_transmit.py</a>.
 *
 * <p>Wiring: a button between D4 and 3.3 V. An infrared LED that a transistor switches: its base to D18 through 1 kOhm. On a Raspberry Pi
 * add {@code dtoverlay=gpio-ir-tx,gpio_pin=18} to {@code /boot/firmware/config.txt}.
 */
public final class IrremoteTransmit extends Sample {
    public IrremoteTransmit() {
        super("irremote-transmit", "sends an infrared code while a button is pressed", IrremoteTransmit::main);
    }

    public static void main(String[] args) {
        // Create a button object to trigger IR transmit
        try (DigitalInOut button = new DigitalInOut(Board.D4);
                // Send infrared signals on the IR transmitter @ 38KHz
                PulseOut pulseout = new PulseOut(Board.D18, 38_000, 1 << 15)) {
            button.switchToInput(Pull.DOWN);
            // Create an encoder that will take numbers and turn them into NEC IR pulses
            GenericTransmit encoder =
                    new GenericTransmit(new int[] {9500, 4500}, new int[] {550, 550}, new int[] {550, 1700}, 0);

            while (true) {
                if (button.value()) {
                    System.out.println("IR signal sent!");
                    encoder.transmit(pulseout, new int[] {255, 2, 255, 0});
                    sleep(0.2);
                }
                sleep(0.01); // the original has no pause
            }
        }
    }

    /** The button is pressed each second, for a tenth of it. */
    @Override
    public void attachTo(SimBoard board) {
        board.clock().after(Duration.ofMillis(900), () -> {
            board.pin("D4").drive(true);
            board.clock().after(Duration.ofMillis(100), () -> {
                board.pin("D4").drive(false);
                attachTo(board);
            });
        });
    }
}
