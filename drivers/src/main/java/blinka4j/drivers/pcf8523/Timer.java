// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8523;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;

/**
 * The two timers of a {@link PCF8523}, A ({@code timer…}) and B ({@code timerB…}). A timer counts down from its value, with its
 * frequency, sets its status, and begins again. Safe to share between threads.
 */
public final class Timer {
    private final I2CDevice device;
    private final Registers chip;
    private final Choice<Mode> timerEnabled;
    private final Bits frequencyA;
    private final Bits timerValue;
    private final Bits timerPulsed;
    private final Bits timerBEnabled;
    private final Bits frequencyB;
    private final Bits timerBValue;
    private final Bits timerBPulsed;
    private final Register control;

    /** What timer A does. A watchdog counts once, and begins again when its value is written. */
    public enum Mode {
        DISABLED,
        COUNTDOWN,
        WATCHDOG
    }

    /** The time of a step: 0.244 ms, 15.6 ms, 1 s, 1 min or 1 h. */
    public enum Frequency {
        TIMER_FREQ_4KHZ(0),
        TIMER_FREQ_64HZ(1),
        TIMER_FREQ_1HZ(2),
        TIMER_FREQ_1_60HZ(3),
        TIMER_FREQ_1_3600HZ(7);

        private final int code;

        Frequency(int code) {
            this.code = code;
        }
    }

    /** @throws blinka4j.DeviceNotFoundException if no PCF8523 answers */
    public Timer(I2C i2c) {
        this(new I2CDevice(i2c, PCF8523.ADDRESS));
    }

    /** @param device from {@link PCF8523#i2cDevice()} */
    public Timer(I2CDevice device) {
        this.device = device;
        chip = PCF8523.registers(device);
        control = chip.u8(0x01);
        Register timers = chip.u8(0x0F).steady();
        timerPulsed = timers.bit(7);
        timerBPulsed = timers.bit(6);
        timerEnabled =
                timers.bits(1, 2).choice(new Mode[] {Mode.DISABLED, Mode.COUNTDOWN, Mode.WATCHDOG, Mode.DISABLED});
        timerBEnabled = timers.bit(0);
        frequencyA = chip.u8(0x10).bits(0, 3).alone();
        timerValue = chip.u8(0x11).bits(0, 8).named("timerValue");
        frequencyB = chip.u8(0x12).steady().bits(0, 3);
        timerBValue = chip.u8(0x13).bits(0, 8).named("timerBValue");
    }

    /** For {@link Clock}. */
    public I2CDevice i2cDevice() {
        return device;
    }

    public Mode timerEnabled() {
        return timerEnabled.get();
    }

    public void timerEnabled(Mode mode) {
        timerEnabled.set(mode);
    }

    public Frequency timerFrequency() {
        return frequency(frequencyA);
    }

    public void timerFrequency(Frequency frequency) {
        frequencyA.set(frequency.code);
    }

    /** The steps that are left, 0 to 255. */
    public int timerValue() {
        return timerValue.get();
    }

    /** Sets the steps, 1 to 255, and begins to count; 0 stops. Disable the timer before: otherwise the first time may be wrong. */
    public void timerValue(int value) {
        timerValue.set(value);
    }

    /** True if the pin INT1 shows {@link #timerStatus()}. */
    public boolean timerInterrupt() {
        return is(0x02);
    }

    public void timerInterrupt(boolean enable) {
        PCF8523.control2(chip, 0x02, enable);
    }

    /** True if the pin INT1 shows that the watchdog has counted to its end. */
    public boolean timerWatchdog() {
        return is(0x04);
    }

    public void timerWatchdog(boolean enable) {
        PCF8523.control2(chip, 0x04, enable);
    }

    /** True if the timer has counted to its end since {@code timerStatus(false)}. */
    public boolean timerStatus() {
        return is(0x40);
    }

    /** @param elapsed false to reset it; true does nothing */
    public void timerStatus(boolean elapsed) {
        PCF8523.control2(chip, 0x40, elapsed);
    }

    /** True for short pulses at the pin INT1; false for a level until the status is reset. */
    public boolean timerPulsed() {
        return timerPulsed.isSet();
    }

    public void timerPulsed(boolean pulsed) {
        timerPulsed.set(pulsed);
    }

    public boolean timerBEnabled() {
        return timerBEnabled.isSet();
    }

    public void timerBEnabled(boolean enable) {
        timerBEnabled.set(enable);
    }

    public Frequency timerBFrequency() {
        return frequency(frequencyB);
    }

    public void timerBFrequency(Frequency frequency) {
        frequencyB.set(frequency.code);
    }

    /** As {@link #timerValue()}. */
    public int timerBValue() {
        return timerBValue.get();
    }

    public void timerBValue(int value) {
        timerBValue.set(value);
    }

    /** True if the pins INT1 and INT2 show {@link #timerBStatus()}. */
    public boolean timerBInterrupt() {
        return is(0x01);
    }

    public void timerBInterrupt(boolean enable) {
        PCF8523.control2(chip, 0x01, enable);
    }

    /** As {@link #timerStatus()}. */
    public boolean timerBStatus() {
        return is(0x20);
    }

    public void timerBStatus(boolean elapsed) {
        PCF8523.control2(chip, 0x20, elapsed);
    }

    /** As {@link #timerPulsed()}. */
    public boolean timerBPulsed() {
        return timerBPulsed.isSet();
    }

    public void timerBPulsed(boolean pulsed) {
        timerBPulsed.set(pulsed);
    }

    private boolean is(int bit) {
        return (control.get() & bit) != 0;
    }

    /** 4 to 7 are the same frequency. */
    private static Frequency frequency(Bits bits) {
        int code = bits.get();
        return switch (code) {
            case 0 -> Frequency.TIMER_FREQ_4KHZ;
            case 1 -> Frequency.TIMER_FREQ_64HZ;
            case 2 -> Frequency.TIMER_FREQ_1HZ;
            case 3 -> Frequency.TIMER_FREQ_1_60HZ;
            default -> Frequency.TIMER_FREQ_1_3600HZ;
        };
    }
}
