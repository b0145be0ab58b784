// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp4728;

import blinka4j.drivers.mcp4728.MCP4728.Vref;
import blinka4j.provider.AnalogOutPort;

/** An output of an {@link MCP4728}. */
public final class Channel {
    private final MCP4728 dac;
    private final int index;

    Channel(MCP4728 dac, int index) {
        this.dac = dac;
        this.index = index;
    }

    /** The output for {@code blinka4j.analogio.AnalogOut}. */
    public AnalogOutPort analogOut() {
        return AnalogOutPort.of(toString(), Double.NaN, this::value);
    }

    /** 0 for A to 3 for D. */
    public int channelIndex() {
        return index;
    }

    /** The output, 0 to 1. */
    public double normalizedValue() {
        return rawValue() / 4095.0;
    }

    /** Sets the output, 0 to 1, rounded down to a step of 1/4095. */
    public void normalizedValue(double value) {
        require("normalizedValue", value, 1);
        rawValue((int) (value * 4095));
    }

    /** The output, 0 to 65535. */
    public int value() {
        int raw = rawValue();
        return (raw << 4) | (raw >> 8);
    }

    /** Sets the output, 0 to 65535, rounded down to 12 bits. */
    public void value(int value) {
        require("value", value, 65535);
        rawValue(value >> 4);
    }

    /** The output, 0 to 4095. */
    public int rawValue() {
        return dac.word(index) & 0xfff;
    }

    public void rawValue(int value) {
        require("rawValue", value, 4095);
        dac.value(index, value);
    }

    /** 1 or 2: with {@link Vref#INTERNAL}, the greatest voltage is 2.048 or 4.096 V. Without effect with {@link Vref#VDD}. */
    public int gain() {
        return 1 + (dac.word(index) >> 12 & 1);
    }

    public void gain(int gain) {
        if (gain != 1 && gain != 2) {
            throw new IllegalArgumentException("gain cannot be %s: expected 1 or 2".formatted(gain));
        }
        dac.bit(index, 12, gain == 2);
    }

    public Vref vref() {
        return dac.word(index) >> 15 == 0 ? Vref.VDD : Vref.INTERNAL;
    }

    public void vref(Vref vref) {
        dac.bit(index, 15, vref == Vref.INTERNAL);
    }

    private static void require(String property, double value, int most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException("%s cannot be %s: expected 0 to %s".formatted(property, value, most));
        }
    }

    @Override
    public String toString() {
        return "output %s of %s".formatted(index, dac);
    }
}
