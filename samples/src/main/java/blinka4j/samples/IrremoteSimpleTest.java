// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.board.Board;
import blinka4j.drivers.irremote.GenericDecode;
import blinka4j.drivers.irremote.IRDecodeException;
import blinka4j.drivers.irremote.IRNECRepeatException;
import blinka4j.pulseio.PulseIn;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimIRReceiver;
import java.time.Duration;
import java.util.List;

/**
 * Prints the codes of an infrared remote control.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_IRRemote/blob/main/examples/irremote_simpletest.py">irremote_simpletest.py</a>.
 *
 * <p>Wiring: a receiver for 38 kHz, such as TSOP38238: OUT to D4, GND to ground, Vs to 3.3 V.
 */
public final class IrremoteSimpleTest extends Sample {
    public IrremoteSimpleTest() {
        super("irremote", "the codes of an infrared remote control", IrremoteSimpleTest::main);
    }

    public static void main(String[] args) {
        try (PulseIn pulsein = new PulseIn(Board.D4, 120, true)) {
            GenericDecode decoder = new GenericDecode();

            while (true) {
                List<Integer> pulses = decoder.readPulses(pulsein);
                System.out.println("Heard " + pulses.size() + " Pulses: " + pulses);
                try {
                    List<Integer> code = decoder.decodeBits(pulses);
                    System.out.println("Decoded: " + code);
                } catch (IRNECRepeatException e) { // unusual short code!
                    System.out.println("NEC repeat!");
                } catch (IRDecodeException e) { // failed to decode
                    System.out.println("Failed to decode: " + e.getMessage());
                }

                System.out.println("----------------------------");
            }
        }
    }

    /** Every second another key is pressed. */
    @Override
    public void attachTo(SimBoard board) {
        press(board, new SimIRReceiver(board, "D4"), 8);
    }

    private static void press(SimBoard board, SimIRReceiver receiver, int command) {
        board.clock().after(Duration.ofSeconds(1), () -> {
            receiver.press(4, command);
            press(board, receiver, (command + 1) % 256);
        });
    }
}
