// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;
import java.time.Duration;

/**
 * Vishay VEML7700: ambient light; I2C, address 0x10. Data sheet: Vishay 84286.
 *
 * <p>A measurement takes the integration time, and in power save mode the pause too. A change of the settings begins a new one;
 * until it ends the chip has the light of before. In shutdown it keeps the last light. The persistence of the interrupt is
 * not simulated: the flags change with each measurement.
 */
public final class SimVEML7700 extends SimChip {
    private static final int CONFIG = 0;
    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int POWER_SAVING = 3;
    private static final int LIGHT = 4;
    private static final int WHITE = 5;
    private static final int INTERRUPTS = 6;
    private static final int ID = 7;
    private static final double[] GAINS = {1, 2, 0.125, 0.25};

    private final WordRegisters registers = new WordRegisters(true);
    private final Quantity light = measures("light", 0, 200_000, "lx", 250);
    private final Quantity white = measures("white light", 0, 200_000, "lx", 400);
    private int settings = 1;
    private Duration ready = Duration.ZERO;

    public SimVEML7700() {
        registers.word(CONFIG, settings).word(HIGH, 0).word(LOW, 0).word(POWER_SAVING, 0);
        registers.bits(CONFIG, 0x1BF3).bits(POWER_SAVING, 0x07);
        registers.word(LIGHT, 0).word(WHITE, 0).word(INTERRUPTS, 0).word(ID, 0xC481);
        registers.readOnly(LIGHT, WHITE, INTERRUPTS, ID);
        registers.onRead(register -> measure()).onPowerOn(() -> settings = 1);
        registers.onWrite((register, value) -> {
            if (register == CONFIG) {
                measure();
                settings = registers.word(CONFIG);
                int saving = registers.word(POWER_SAVING);
                double pause = (saving & 1) == 0 ? 0 : 500 << (saving >> 1);
                ready = clock().now().plusMillis((long) (3 + millis() + pause));
            }
        });
        onI2c(registers);
    }

    /** The illuminance in lx. */
    public double light() {
        return light.value();
    }

    /** Sets the illuminance, 0 to 200,000 lx. */
    public SimVEML7700 light(double lux) {
        light.value(lux);
        return this;
    }

    /** The registers, to make the chip a broken one. */
    public WordRegisters registers() {
        return registers;
    }

    private double millis() {
        int code = settings >> 6 & 0xF;
        return code == 12 ? 25 : code == 8 ? 50 : 100 << (code & 3);
    }

    private void measure() {
        if ((settings & 1) == 1 || clock().now().compareTo(ready) < 0) {
            return;
        }
        registers.word(LIGHT, counts(light)).word(WHITE, counts(white));
        int counts = registers.word(LIGHT);
        boolean enabled = (settings & 2) != 0;
        int above = enabled && counts > registers.word(HIGH) ? 0x4000 : 0;
        registers.word(INTERRUPTS, above | (enabled && counts < registers.word(LOW) ? 0x8000 : 0));
    }

    /** A count is 0.0042 lx with a gain of 2 and 800 ms. */
    private int counts(Quantity lux) {
        double step = 0.0042 * (2 / GAINS[settings >> 11 & 3]) * (800 / millis());
        return (int) Math.min(0xFFFF, Math.round(lux.value() / step));
    }
}
