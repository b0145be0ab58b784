// SPDX-License-Identifier: MIT
package blinka4j.sim.parts;

import blinka4j.digitalio.Pull;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that is a resistor, between 3.3 V and a pin, and a capacitor between the pin and ground. The program discharges the capacitor
 * with a low output, makes the pin an input, and measures how long the pin stays low:
 * <a href="https://learn.adafruit.com/basic-resistor-sensor-reading-on-raspberry-pi">Basic Resistor Sensor Reading</a>.
 *
 * <p>The pin becomes high when the voltage passes half the supply, 1.65 V, as with a CMOS input: after 0.69 RC from empty. The output of the
 * processor has 50 Ω, so the capacitor is empty after about 5 · 50 Ω · C; a program that does not wait for that starts with a voltage. Pulls
 * of the program and open-drain outputs are not taken into account.
 *
 * <p>Its quantity is {@code resistance} in Ω, 1 to 100,000,000. A new one counts from the next charging on.
 */
public final class SimRcCircuit extends SimPart {
    private static final double SUPPLY = 3.3;
    private static final double THRESHOLD = SUPPLY / 2;
    private static final double OUTPUT_OHMS = 50;

    private final Quantity resistance;
    private final SimPin pin;
    private final double farads;
    /** The voltage at the last change. Since then it approaches {@link #target}. */
    private double volts = SUPPLY;

    private double target = SUPPLY;
    private double timeConstant = 1;
    private long changed;
    private SimClock.@Nullable Event crossing;

    /**
     * Connects the circuit. The capacitor is charged at first.
     *
     * @param ohms 1 to 100,000,000
     * @param farads more than 0, such as {@code 1e-6}
     */
    public SimRcCircuit(SimBoard board, String pin, double ohms, double farads) {
        if (!(farads > 0 && farads <= 1)) {
            throw new IllegalArgumentException(
                    "a capacitor of %s F is not possible. Expected more than 0, such as 1e-6.".formatted(farads));
        }
        resistance = measures("resistance", 1, 100_000_000, "Ω", ohms);
        this.farads = farads;
        this.pin = board.pin(pin).resistor(Pull.UP);
        connected(board, pin);
        this.pin.onLevel(high -> change()).onDirection(output -> change());
    }

    /** The resistance of the sensor in Ω. */
    public double resistance() {
        return resistance.value();
    }

    /** Sets the resistance of the sensor, 1 to 100,000,000 Ω. */
    public SimRcCircuit resistance(double ohms) {
        resistance.value(ohms);
        return this;
    }

    /** The voltage of the capacitor. */
    public synchronized double volts() {
        double seconds = (clock().nanos() - changed) / 1e9;
        return target + (volts - target) * Math.exp(-seconds / timeConstant);
    }

    private synchronized void change() {
        boolean driven = pin.isOutput();
        double to = driven && !pin.level() ? 0 : SUPPLY;
        double constant = (driven ? OUTPUT_OHMS : resistance()) * farads;
        if (to == target && constant == timeConstant) {
            return;
        }
        volts = volts();
        changed = clock().nanos();
        target = to;
        timeConstant = constant;
        if (crossing != null) {
            crossing.cancel();
        }
        boolean rises = to > THRESHOLD;
        if (rises == (volts < THRESHOLD)) {
            double after = constant * Math.log((volts - to) / (THRESHOLD - to));
            Pull level = rises ? Pull.UP : Pull.DOWN;
            crossing = clock().after(Duration.ofNanos(Math.round(after * 1e9)), () -> pin.resistor(level));
        }
    }
}
