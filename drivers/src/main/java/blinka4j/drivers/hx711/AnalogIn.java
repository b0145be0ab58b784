// SPDX-License-Identifier: MIT
package blinka4j.drivers.hx711;

import blinka4j.drivers.hx711.HX711.ChanGain;
import java.util.Objects;

/** An input of an {@link HX711} with a gain. */
public final class AnalogIn {
    private final HX711 adc;
    private final ChanGain chanGain;

    /** Channel A with a gain of 128. */
    public AnalogIn(HX711 adc) {
        this(adc, ChanGain.CHAN_A_GAIN_128);
    }

    public AnalogIn(HX711 adc, ChanGain chanGain) {
        this.adc = Objects.requireNonNull(adc, "adc");
        this.chanGain = Objects.requireNonNull(chanGain, "chanGain");
    }

    /** The same as {@link HX711#read(ChanGain)}. */
    public int value() {
        return adc.read(chanGain);
    }
}
