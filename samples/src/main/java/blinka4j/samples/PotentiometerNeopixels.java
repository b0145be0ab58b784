// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.analogio.AnalogIn;
import blinka4j.board.Board;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimPCF8591;
import blinka4j.sim.parts.SimPotentiometer;

/**
 * Lights as many of ten NeoPixels as a potentiometer is turned up.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/Make_It_Twist_Potentiometer/potentiometer-neopixels">potentiometer-neopixels</a>.
 *
 * <p>Wiring: the strip of {@link NeopixelSimpleTest}, at D10; the PCF8591 of {@link Pcf8591SimpleTest}; a potentiometer: one end to
 * 3.3 V, the other end to ground, the wiper to AIN0.
 */
public final class PotentiometerNeopixels extends Sample {
    private static final int NUMPIXELS = 10;

    final SimNeoPixel strip = new SimNeoPixel(SimNeoPixel.Model.WS2812B, NUMPIXELS, 3);
    final SimPCF8591 converter = new SimPCF8591();

    public PotentiometerNeopixels() {
        super(
                "potentiometer-neopixels",
                "as many NeoPixels are lit as a knob is turned up",
                PotentiometerNeopixels::main);
    }

    public static void main(String[] args) {
        var a0 = new blinka4j.drivers.pcf8591.AnalogIn(new PCF8591(Board.i2c()), PCF8591.A0);
        try (NeoPixel pixels = new NeoPixel(Board.D10, NUMPIXELS, 1, false, NeoPixel.GRB);
                AnalogIn potentiometer = new AnalogIn(a0)) {
            while (true) {
                showValue(pixels, (int) (potentiometer.value() / 65520.0 * NUMPIXELS)); // show on the NeoPixels
                System.out.println("(" + potentiometer.value() + ",)");

                sleep(0.25); // wait a bit before checking all again
            }
        }
    }

    /** Shows the value 0 to 10. */
    private static void showValue(NeoPixel pixels, int value) {
        for (int i = 0; i < value; i++) {
            pixels.set(i, 50, 0, 0); // red
        }
        for (int i = value; i < NUMPIXELS; i++) {
            pixels.set(i, 0, 0, 0);
        }
        pixels.show();
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(strip);
        board.i2c().attach(PCF8591.DEFAULT_ADDRESS, converter);
        swing(board, new SimPotentiometer(board, converter.quantity("AIN0")).quantity("position"), 0.5);
    }
}
