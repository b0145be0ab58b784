// SPDX-License-Identifier: MIT
package blinka4j.drivers.ina3221;

import blinka4j.register.Bits;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;

/** A channel of an {@link INA3221}. */
public final class INA3221Channel {
    private static final double SHUNT_STEP = 0.00004;

    private final Registers chip;
    private final int channel;
    private final Bits enabled;
    private final Scaled shuntVoltage;
    private final Scaled busVoltage;
    private final Bits critical;
    private final Bits warning;
    private final Bits summation;
    private volatile double shuntResistance = 0.05;

    INA3221Channel(Registers chip, int channel) {
        this.chip = chip;
        this.channel = channel;
        enabled = chip.u16be(0x00).bit(14 - channel);
        shuntVoltage = chip.u16be(0x01 + 2 * channel).bits(3, 13).signed().scaled(1000 * SHUNT_STEP);
        busVoltage = chip.u16be(0x02 + 2 * channel).bits(3, 13).signed().scaled(0.008);
        critical = chip.u16be(0x07 + 2 * channel).bits(3, 13).signed().alone();
        warning = chip.u16be(0x08 + 2 * channel).bits(3, 13).signed().alone();
        summation = chip.u16be(0x0F).bit(14 - channel);
    }

    /** Measures this channel from now on. */
    public void enable() {
        enable(true);
    }

    public void enable(boolean flag) {
        enabled.set(flag);
    }

    public boolean enabled() {
        return enabled.isSet();
    }

    /** The bus voltage in V, in steps of 8 mV. */
    public double busVoltage() {
        return busVoltage.get();
    }

    /** The voltage at the shunt in mV, ±163.8 in steps of 0.04 mV. */
    public double shuntVoltage() {
        return shuntVoltage.get();
    }

    /** The resistance of the shunt in Ω, which the driver calculates currents with; 0.05 at first. */
    public double shuntResistance() {
        return shuntResistance;
    }

    public void shuntResistance(double ohms) {
        if (!(ohms > 0 && ohms < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "shuntResistance cannot be %s Ω: expected more than 0, such as 0.05".formatted(ohms));
        }
        shuntResistance = ohms;
    }

    /** The current in mA. */
    public double current() {
        return shuntVoltage.get() / shuntResistance;
    }

    /** The current in A above which a single conversion raises the critical alert; ±3.27 A with 0.05 Ω. */
    public double criticalAlertThreshold() {
        return critical.get() * SHUNT_STEP / shuntResistance;
    }

    public void criticalAlertThreshold(double amperes) {
        critical.set(steps("criticalAlertThreshold", amperes));
    }

    /** The current in A above which the average raises the warning alert; ±3.27 A with 0.05 Ω. */
    public double warningAlertThreshold() {
        return warning.get() * SHUNT_STEP / shuntResistance;
    }

    public void warningAlertThreshold(double amperes) {
        warning.set(steps("warningAlertThreshold", amperes));
    }

    private int steps(String property, double amperes) {
        double steps = amperes * shuntResistance / SHUNT_STEP;
        if (!(steps >= -4096 && steps <= 4095)) {
            double most = 4095 * SHUNT_STEP / shuntResistance;
            throw new IllegalArgumentException("%s cannot be %s A: expected -%s to %s A with a shunt of %s Ω"
                    .formatted(property, amperes, most, most, shuntResistance));
        }
        return (int) Math.round(steps);
    }

    /** True if the channel counts in {@link INA3221#shuntVoltageSum()}. */
    public boolean summationChannel() {
        return summation.isSet();
    }

    public void summationChannel(boolean counts) {
        summation.set(counts);
    }

    @Override
    public String toString() {
        return "channel %s of INA3221 at %s".formatted(channel, chip);
    }
}
