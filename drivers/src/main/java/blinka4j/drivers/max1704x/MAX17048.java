// SPDX-License-Identifier: MIT
package blinka4j.drivers.max1704x;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.time.Duration;

/**
 * Analog Devices (Maxim) MAX17048 and MAX17049 fuel gauges: voltage, charge and its rate for a lithium-ion battery of one cell
 * (MAX17048) or two. A MAX17048 without a battery does not answer. Safe to share between threads.
 *
 * <p><a href="https://www.analog.com/media/en/technical-documentation/data-sheets/MAX17048-MAX17049.pdf">Data sheet</a>; port of
 * <a href="https://github.com/adafruit/Adafruit_CircuitPython_MAX1704x">Adafruit_CircuitPython_MAX1704x</a>.
 */
public final class MAX17048 {
    public static final int DEFAULT_ADDRESS = 0x36;

    /** The bits of {@link #alertReason()}. */
    public static final int ALERTFLAG_RESET_INDICATOR = 0x01;

    public static final int ALERTFLAG_VOLTAGE_HIGH = 0x02;
    public static final int ALERTFLAG_VOLTAGE_LOW = 0x04;
    public static final int ALERTFLAG_VOLTAGE_RESET = 0x08;
    public static final int ALERTFLAG_SOC_LOW = 0x10;
    public static final int ALERTFLAG_SOC_CHANGE = 0x20;

    /** The chip does not acknowledge its reset; if that leaves no trace, it must do so as many times. */
    private static final int RESETS = 3;

    private final Registers chip;
    private final Bits version;
    private final Bits id;
    private final Bits sleep;
    private final Bits activeAlert;
    private final Bits quickStart;
    private final Bits enableSleep;
    private final Bits hibernating;
    private final Bits alertReason;
    private final Bits resetAlert;
    private final Bits voltageHighAlert;
    private final Bits voltageLowAlert;
    private final Bits voltageResetAlert;
    private final Bits socLowAlert;
    private final Bits socChangeAlert;
    private final Bits comparatorDisabled;
    private final Scaled cellVoltage;
    private final Scaled cellPercent;
    private final Scaled chargeRate;
    private final Scaled resetVoltage;
    private final Scaled voltageAlertMin;
    private final Scaled voltageAlertMax;
    private final Scaled activityThreshold;
    private final Scaled hibernationThreshold;
    private final Register hibernation;

    public MAX17048(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Resets the chip, which then estimates the charge anew, and returns after that.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public MAX17048(I2C i2c, int address) {
        // All registers are words: the chip ignores writes of a byte. Settings share words, so they are read with care.
        chip = new Registers(i2c, address);
        chip.u16be(0x08).require(0xFFF0, 0x0010, "MAX17048 or MAX17049");
        version = chip.u16be(0x08).bits(0, 16);
        id = chip.u16be(0x18).bits(0, 8);
        cellVoltage = chip.u16be(0x02).bits(0, 16).scaled(78.125e-6);
        cellPercent = chip.u16be(0x04).bits(0, 16).scaled(1 / 256.0);
        chargeRate = chip.u16be(0x16).bits(0, 16).signed().scaled(0.208);
        Register mode = chip.u16be(0x06).steady();
        quickStart = mode.bit(14);
        enableSleep = mode.bit(13);
        hibernating = chip.u16be(0x06).bit(12);
        hibernation = chip.u16be(0x0A).steady();
        hibernationThreshold = hibernation.bits(8, 8).scaled(0.208, "hibernationThreshold", "%/h");
        activityThreshold = hibernation.bits(0, 8).scaled(0.00125, "activityThreshold", "V");
        sleep = chip.u16be(0x0C).steady().bit(7);
        activeAlert = chip.u16be(0x0C).steady().bit(5);
        Register alerts = chip.u16be(0x14).steady();
        voltageAlertMin = alerts.bits(8, 8).scaled(0.02, "voltageAlertMin", "V");
        voltageAlertMax = alerts.bits(0, 8).scaled(0.02, "voltageAlertMax", "V");
        Register reset = chip.u16be(0x18).steady();
        resetVoltage = reset.bits(9, 7).scaled(0.04, "resetVoltage", "V");
        comparatorDisabled = reset.bit(8);
        alertReason = chip.u16be(0x1A).bits(8, 6);
        Register status = chip.u16be(0x1A).steady();
        resetAlert = status.bit(8);
        voltageHighAlert = status.bit(9);
        voltageLowAlert = status.bit(10);
        voltageResetAlert = status.bit(11);
        socLowAlert = status.bit(12);
        socChangeAlert = status.bit(13);
        chip.exclusively(() -> {
            reset();
            enableSleep(false);
            sleep(false);
        });
    }

    /**
     * Resets the chip as at power-on, and returns when it has estimated the charge anew. What it learned is lost.
     *
     * @throws BusException of kind OTHER if the chip does not reset
     */
    public void reset() {
        chip.exclusively(() -> {
            resetAlert(false);
            for (int resets = 1; !tryReset(resets == RESETS); resets++) {
                if (resets == RESETS) {
                    throw new BusException(
                            Kind.OTHER,
                            "%s did not reset. It acknowledged the command and has no reset flag. Check its power and wiring, and try again."
                                    .formatted(chip));
                }
            }
            resetAlert(false);
        });
    }

    private boolean tryReset(boolean isLast) {
        boolean refused = false;
        try {
            chip.u16be(0xFE).set(0x5400);
        } catch (BusException e) {
            if (e.kind() != Kind.NO_ACKNOWLEDGE) {
                throw e;
            }
            refused = true;
        }
        // The data sheet's 17 ms for the voltage and 175 ms for the charge.
        chip.sleep(Duration.ofMillis(250));
        return resetAlert() || (refused && isLast);
    }

    /** 0x0010 to 0x001f. */
    public int chipVersion() {
        return version.get();
    }

    /** The last byte of the register VRESET/ID: 0 to 255. */
    public int chipId() {
        return id.get();
    }

    /** The voltage of one cell in V, 0 to 5.12 in steps of 78.125 µV. */
    public double cellVoltage() {
        return cellVoltage.get();
    }

    /** The charge in %, in steps of 1/256; it may be a little over 100. */
    public double cellPercent() {
        return cellPercent.get();
    }

    /** The change of the charge in % per hour, in steps of 0.208; negative while the battery is discharged. */
    public double chargeRate() {
        return chargeRate.get();
    }

    /** True if the chip sleeps, which {@link #enableSleep(boolean)} allows. */
    public boolean sleep() {
        return sleep.isSet();
    }

    /** Asleep, the chip measures nothing. */
    public void sleep(boolean asleep) {
        sleep.set(asleep);
    }

    public boolean enableSleep() {
        return enableSleep.isSet();
    }

    public void enableSleep(boolean allowed) {
        enableSleep.set(allowed);
    }

    /** True in hibernation: the chip measures every 45 s, not every 250 ms. */
    public boolean hibernating() {
        return hibernating.isSet();
    }

    public boolean quickStart() {
        return quickStart.isSet();
    }

    /** Begins the estimate of the charge anew, with the present voltage. Only for a battery without load. */
    public void quickStart(boolean start) {
        quickStart.set(start);
    }

    /** True while there is an alert that a program has not cleared. */
    public boolean activeAlert() {
        return activeAlert.isSet();
    }

    /** @param alert false to end the alert, which the chip does not by itself; the pin ALRT then goes high */
    public void activeAlert(boolean alert) {
        activeAlert.set(alert);
    }

    /** The flags {@link #ALERTFLAG_RESET_INDICATOR} to {@link #ALERTFLAG_SOC_CHANGE}. */
    public int alertReason() {
        return alertReason.get();
    }

    /** True after power-on or a reset. */
    public boolean resetAlert() {
        return resetAlert.isSet();
    }

    /** False clears the flag, here and in the other alerts. */
    public void resetAlert(boolean flag) {
        resetAlert.set(flag);
    }

    public boolean voltageHighAlert() {
        return voltageHighAlert.isSet();
    }

    public void voltageHighAlert(boolean flag) {
        voltageHighAlert.set(flag);
    }

    public boolean voltageLowAlert() {
        return voltageLowAlert.isSet();
    }

    public void voltageLowAlert(boolean flag) {
        voltageLowAlert.set(flag);
    }

    /** True after the battery was taken out and put in again. */
    public boolean voltageResetAlert() {
        return voltageResetAlert.isSet();
    }

    public void voltageResetAlert(boolean flag) {
        voltageResetAlert.set(flag);
    }

    /** True after the charge was low. */
    public boolean socLowAlert() {
        return socLowAlert.isSet();
    }

    public void socLowAlert(boolean flag) {
        socLowAlert.set(flag);
    }

    /** True after the charge has changed by 1 %. */
    public boolean socChangeAlert() {
        return socChangeAlert.isSet();
    }

    public void socChangeAlert(boolean flag) {
        socChangeAlert.set(flag);
    }

    /** True if the fast comparator for {@link #resetVoltage()} is off, which saves 0.5 µA. */
    public boolean comparatorDisabled() {
        return comparatorDisabled.isSet();
    }

    public void comparatorDisabled(boolean off) {
        comparatorDisabled.set(off);
    }

    /** The voltage below which the battery counts as taken out, in V: 0 to 5.08 in steps of 0.04. */
    public double resetVoltage() {
        return resetVoltage.get();
    }

    public void resetVoltage(double volts) {
        resetVoltage.set(volts);
    }

    /** The voltage below which there is an alert, in V: 0 to 5.1 in steps of 0.02. */
    public double voltageAlertMin() {
        return voltageAlertMin.get();
    }

    public void voltageAlertMin(double volts) {
        voltageAlertMin.set(volts);
    }

    /** The voltage above which there is an alert, in V: 0 to 5.1 in steps of 0.02. */
    public double voltageAlertMax() {
        return voltageAlertMax.get();
    }

    public void voltageAlertMax(double volts) {
        voltageAlertMax.set(volts);
    }

    /** The change of the voltage that ends hibernation, in V: 0 to 0.31875 in steps of 0.00125. */
    public double activityThreshold() {
        return activityThreshold.get();
    }

    public void activityThreshold(double volts) {
        activityThreshold.set(volts);
    }

    /** The rate of charge below which the chip hibernates, in % per hour: 0 to 53.04 in steps of 0.208. */
    public double hibernationThreshold() {
        return hibernationThreshold.get();
    }

    public void hibernationThreshold(double percentPerHour) {
        hibernationThreshold.set(percentPerHour);
    }

    /** Hibernates from now on, at any rate of charge. */
    public void hibernate() {
        hibernation.set(0xFFFF);
    }

    /** Ends hibernation, and never begins it. */
    public void wake() {
        hibernation.set(0);
    }
}
