// SPDX-License-Identifier: MIT
package blinka4j.drivers.pca9685;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * NXP PCA9685: 16 outputs with pulse-width modulation in steps of 1/4096, all at one frequency, 24 to 1526 Hz. For servos and LEDs.
 *
 * <p><a href="https://www.nxp.com/docs/en/data-sheet/PCA9685.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_PCA9685">Adafruit_CircuitPython_PCA9685</a>.
 *
 * <p>The chip has no id. The constructor checks that it keeps its mode. Safe to share between threads.
 *
 * <p>After its power failed all outputs are off, and the frequency is 200 Hz. Reading a duty cycle then raises a {@link BusException}.
 * Setting one does not, as the chip acknowledges it: it has no effect until a new object is made.
 */
public final class PCA9685 implements AutoCloseable {
    public static final int DEFAULT_ADDRESS = 0x40;

    private static final int RESTART = 0x80;
    /** Once set, it stays until a software reset or power-off: data sheet, 7.3.1, table 5. */
    private static final int EXTERNAL_CLOCK = 0x40;

    private static final int AUTO_INCREMENT = 0x20;
    private static final int SLEEP = 0x10;
    private static final int STEPS = 4096;
    /** The oscillator needs 0.5 ms. */
    private static final Duration START = Duration.ofMillis(5);

    private final Registers chip;
    private final Register mode1;
    private final Register steadyMode1;
    private final Register mode2;
    private final Register prescale;
    private final Register steadyPrescale;
    private final PWMRegisters pwmRegs;
    private volatile double referenceClockSpeed;
    /** False if the last write of the mode failed. Used with the bus locked. */
    private boolean increments;
    /** True if a change of the frequency failed. Used with the bus locked. */
    private boolean sleeps;

    public PCA9685(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public PCA9685(I2C i2c, int address) {
        this(i2c, address, 25_000_000);
    }

    /**
     * Wakes the chip.
     *
     * @throws DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public PCA9685(I2C i2c, int address, double referenceClockSpeed) {
        referenceClockSpeed(referenceClockSpeed);
        chip = new Registers(i2c, address);
        mode1 = chip.u8(0x00).named("mode1Reg");
        steadyMode1 = mode1.steady();
        mode2 = chip.u8(0x01).named("mode2Reg");
        prescale = chip.u8(0xFE).named("prescaleReg");
        steadyPrescale = prescale.steady();
        pwmRegs = new PWMRegisters(
                this, chip.register(0x06, 4, ByteOrder.LITTLE_ENDIAN).array(16));
        reset();
        mode1.require(~(RESTART | EXTERNAL_CLOCK) & 0xff, AUTO_INCREMENT, "PCA9685");
    }

    /** The frequency of the chip's clock in Hz, for the calculation of {@link #frequency}. */
    public double referenceClockSpeed() {
        return referenceClockSpeed;
    }

    /** @param hertz as measured, up to 50 MHz. The chip's own clock has about 25 MHz */
    public void referenceClockSpeed(double hertz) {
        if (!(hertz > 0 && hertz <= 50e6)) {
            throw new IllegalArgumentException(
                    "referenceClockSpeed cannot be %s Hz: expected up to 50000000 Hz".formatted(hertz));
        }
        referenceClockSpeed = hertz;
    }

    /** The outputs. */
    public PCAChannels channels() {
        return new PCAChannels(this);
    }

    /** Wakes the chip. The outputs keep their duty cycles. */
    public void reset() {
        BusHold hold = chip.lock();
        try (hold) {
            mode1Reg(0);
            chip.sleep(START);
            mode1Reg(AUTO_INCREMENT);
            sleeps = false;
        }
    }

    /** The frequency of all outputs in Hz. */
    public double frequency() {
        return referenceClockSpeed / STEPS / (prescaleReg() + 1);
    }

    /** The same for a pulse that depends on it: a frequency that was read wrong would give wrong pulses from then on. */
    double steadyFrequency() {
        int code = (int) steadyPrescale.get();
        if (code < 3) {
            throw chip.misread("the prescaler %s, which is not from 3 to 255".formatted(code));
        }
        return referenceClockSpeed / STEPS / (code + 1);
    }

    /** Sets the frequency of all outputs to the nearest one that the chip has, and wakes it. They are low for 5 ms. */
    public void frequency(double hertz) {
        int code = code(hertz);
        if (code < 3 || code > 255) {
            throw new IllegalArgumentException("frequency cannot be %s Hz: expected about %s to %s Hz"
                    .formatted(
                            hertz,
                            Math.round(referenceClockSpeed / STEPS / 256),
                            Math.round(referenceClockSpeed / STEPS / 4)));
        }
        BusHold hold = chip.lock();
        try (hold) {
            int awake = (int) steadyMode1.get() & ~(RESTART | AUTO_INCREMENT | SLEEP);
            sleeps = true;
            mode1Reg(awake | SLEEP);
            prescale.set(code);
            wake(awake);
        }
    }

    private void wake(int mode) {
        mode1Reg(mode);
        chip.sleep(START);
        mode1Reg(mode | RESTART | AUTO_INCREMENT);
        sleeps = false;
    }

    /** The prescaler of a frequency, also one that the chip does not have. */
    private int code(double hertz) {
        return (int) (referenceClockSpeed / STEPS / hertz + 0.5) - 1;
    }

    /** Whether all outputs have this frequency, or the nearest one to it. */
    boolean has(double hertz) {
        return prescaleReg() == code(hertz);
    }

    /** The register MODE1. */
    public int mode1Reg() {
        return (int) mode1.get();
    }

    /** If the bit for auto-increment is 0, it is set again with the next duty cycle. */
    public void mode1Reg(int value) {
        BusHold hold = chip.lock();
        try (hold) {
            increments = false;
            mode1.set(value);
            increments = (value & AUTO_INCREMENT) != 0;
        }
    }

    /** The register MODE2. */
    public int mode2Reg() {
        return (int) mode2.get();
    }

    public void mode2Reg(int value) {
        mode2.set(value);
    }

    /** The register PRE_SCALE, 3 to 255. */
    public int prescaleReg() {
        int found = (int) prescale.get();
        if (found < 3) {
            throw chip.misread("the prescaler %s, which is not from 3 to 255".formatted(found));
        }
        return found;
    }

    /** @param value 3 to 255. The chip takes it only while it sleeps */
    public void prescaleReg(int value) {
        if (value < 3) {
            throw new IllegalArgumentException("prescaleReg cannot be %s: expected 3 to 255".formatted(value));
        }
        prescale.set(value);
    }

    /** When each output goes high and low. */
    public PWMRegisters pwmRegs() {
        return pwmRegs;
    }

    BusHold lock() {
        return chip.lock();
    }

    /** For a transfer of several registers. Hold the bus. */
    void autoIncrement() {
        if (sleeps) {
            wake((int) steadyMode1.get() & ~(RESTART | AUTO_INCREMENT | SLEEP));
        } else if (!increments) {
            mode1Reg((int) steadyMode1.get() | RESTART | AUTO_INCREMENT);
        }
    }

    /** After power-on a transfer stays at one register, so that the word has the same byte four times. Hold the bus. */
    void requireAutoIncrement(long word) {
        if (word == (word & 0xff) * 0x0101_0101L && (mode1.get() & AUTO_INCREMENT) == 0) {
            throw BusException.settingsLost(chip, "PCA9685");
        }
    }

    /** The error to throw if the chip cannot have sent what was read. */
    BusException misread(String found) {
        return chip.misread(found);
    }

    /** The same as {@link #reset}: the outputs keep their duty cycles. Python's {@code deinit}. */
    @Override
    public void close() {
        reset();
    }

    @Override
    public String toString() {
        return "PCA9685 at %s".formatted(chip);
    }
}
