// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;

/**
 * NXP PCF8591: voltages of 4 inputs, and one output; I2C, address 0x48 to 0x4F. Data sheet: PCF8591.
 *
 * <p>Each byte that is read is the conversion before it, and starts the next one. The first byte after power-on is 0x80.
 */
public final class SimPCF8591 extends SimChip {
    private final double reference;
    private final Quantity[] inputs = new Quantity[4];
    private int control;
    private int output;
    private int converted;
    private boolean controlSeen;

    /** With a reference voltage of 3.3 V. */
    public SimPCF8591() {
        this(3.3);
    }

    public SimPCF8591(double reference) {
        this.reference = reference;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = measures("AIN" + i, 0, 6, "V", reference * i / 4);
        }
        onI2c(new Registers8(0));
    }

    @Override
    protected void powerOn() {
        control = 0;
        output = 0;
        converted = 0x80;
    }

    /** Sets the voltage of an input, 0 to 6 V. */
    public SimPCF8591 volts(int input, double volts) {
        inputs[input].value(volts);
        return this;
    }

    /** The voltage of the output; NaN if it is off. */
    public synchronized double output() {
        return (control & 0x40) == 0 ? Double.NaN : output * reference / 256;
    }

    /** The value for an input, or for the difference of two, in two's complement. */
    private int measure() {
        int channel = control & 3;
        return switch (control >> 4 & 3) {
            case 1 -> signed(channel, 3);
            case 2 -> channel < 2 ? unsigned(channel) : signed(2, 3);
            case 3 -> signed(2 * (channel & 1), 2 * (channel & 1) + 1);
            default -> unsigned(channel);
        };
    }

    private int unsigned(int input) {
        return (int) Math.min(255, Math.rint(inputs[input].value() * 256 / reference));
    }

    private int signed(int plus, int minus) {
        double value = Math.rint((inputs[plus].value() - inputs[minus].value()) * 256 / reference);
        return (int) Math.max(-128, Math.min(127, value)) & 0xFF;
    }

    @Override
    public synchronized boolean start(boolean read) {
        controlSeen = false;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        if (controlSeen) {
            output = value;
        } else {
            control = value;
            controlSeen = true;
        }
        return true;
    }

    @Override
    public synchronized int read() {
        int previous = converted;
        converted = measure();
        if ((control & 0x04) != 0) {
            control = (control & ~3) | ((control + 1) & 3);
        }
        return previous;
    }
}
