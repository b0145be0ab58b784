// SPDX-License-Identifier: MIT
package blinka4j.drivers.ads1x15;

import blinka4j.busio.BusHold;
import blinka4j.drivers.ads1x15.ADS1x15.Pin;
import blinka4j.provider.AnalogPort;
import java.util.List;

/**
 * An input of a converter, or the difference of two. As an {@link AnalogPort}, it is an input for programs that want a
 * {@code blinka4j.analogio.AnalogIn}.
 */
public final class AnalogIn implements AnalogPort {
    private static final List<List<Pin>> DIFFERENCES =
            List.of(List.of(Pin.A0, Pin.A1), List.of(Pin.A0, Pin.A3), List.of(Pin.A1, Pin.A3), List.of(Pin.A2, Pin.A3));

    private final ADS1x15 ads;
    private final int setting;
    private final String name;
    /** The greatest value of the converter. */
    private final int greatest;

    private volatile boolean closed;

    /** The voltage of an input. */
    public AnalogIn(ADS1x15 ads, Pin positivePin) {
        this(ads, 4 + List.of(Pin.values()).indexOf(positivePin), positivePin.toString());
    }

    /** The voltage between two inputs: A0 − A1, A0 − A3, A1 − A3 or A2 − A3. */
    public AnalogIn(ADS1x15 ads, Pin positivePin, Pin negativePin) {
        this(ads, setting(positivePin, negativePin), "%s − %s".formatted(positivePin, negativePin));
    }

    private AnalogIn(ADS1x15 ads, int setting, String name) {
        this.ads = ads;
        this.setting = setting;
        this.name = name;
        greatest = 0x8000 - (1 << (16 - ads.bits()));
    }

    private static int setting(Pin positive, Pin negative) {
        int setting = DIFFERENCES.indexOf(List.of(positive, negative));
        if (setting < 0) {
            throw new IllegalArgumentException(
                    "cannot measure %s − %s: expected one of %s".formatted(positive, negative, DIFFERENCES));
        }
        return setting;
    }

    /** Measures: −32768 to 32767. A single input at or near 0 V may be a little below 0. */
    public int value() {
        if (closed) {
            throw new IllegalStateException("%s is closed. Create a new AnalogIn.".formatted(name()));
        }
        return ads.read(setting);
    }

    /** Measures: V. */
    public double voltage() {
        BusHold hold = ads.lock();
        try (hold) {
            return convertToVoltage(value());
        }
    }

    /** The value for a voltage at the present gain, rounded to a step of the converter. */
    public int convertToValue(double volts) {
        int step = 1 << (16 - ads.bits());
        double value = Math.rint(volts * 0x8000 / ads.fullScale() / step) * step;
        if (!(value >= -0x8000 && value <= greatest)) {
            throw new IllegalArgumentException(
                    "%s V is out of range: expected less than ±%s V".formatted(volts, ads.fullScale()));
        }
        return (int) value;
    }

    /** The voltage for a value at the present gain. */
    public double convertToVoltage(int value) {
        int step = 1 << (16 - ads.bits());
        return Math.floorDiv(value, step) * step * ads.fullScale() / 0x8000;
    }

    /** For {@code analogio}: {@link #value()} from 0 on, as 0 to 65535. */
    @Override
    public int read() {
        return (Math.max(value(), 0) * 0xFFFF + greatest / 2) / greatest;
    }

    @Override
    public double referenceVoltage() {
        return convertToVoltage(greatest);
    }

    @Override
    public String name() {
        return "%s of %s".formatted(name, ads);
    }

    /** The converter stays open. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return name();
    }
}
