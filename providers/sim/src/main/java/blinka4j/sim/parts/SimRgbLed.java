// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;
import java.util.List;

/** An LED of three colors at three pins, with a common cathode at ground or a common anode at 3.3 V. PWM mixes the colors. */
public final class SimRgbLed extends SimPart {
    private final List<SimPin> colors;
    private final List<SimPwm> pwms;
    private final Rail rail;

    /** An LED with a common cathode at ground: high outputs make it shine. */
    public SimRgbLed(SimBoard board, String red, String green, String blue) {
        this(board, red, green, blue, Rail.GROUND);
    }

    public SimRgbLed(SimBoard board, String red, String green, String blue, Rail rail) {
        colors = List.of(board.pin(red), board.pin(green), board.pin(blue));
        pwms = List.of(board.pwm(red), board.pwm(green), board.pwm(blue));
        this.rail = rail;
        connected(board, red, green, blue);
    }

    /** The color as {@code 0xRRGGBB}, each part 0 to 255; 0 is dark. */
    public int color() {
        int color = 0;
        for (int i = 0; i < colors.size(); i++) {
            color = color << 8 | (int) Math.round(255 * SimLed.brightness(colors.get(i), pwms.get(i), rail));
        }
        return color;
    }

    @Override
    public String toString() {
        return "%s of color 0x%06X".formatted(super.toString(), color());
    }
}
