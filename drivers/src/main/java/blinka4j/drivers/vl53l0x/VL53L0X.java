// SPDX-License-Identifier: MIT
package blinka4j.drivers.vl53l0x;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * STMicroelectronics VL53L0X: distance up to 2 m, by the time of flight of light. Safe to share between threads.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/vl53l0x.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_VL53L0X">Adafruit_CircuitPython_VL53L0X</a>. The data sheet has few of the
 * registers. The others are those of ST's API, and of <a href="https://github.com/pololu/vl53l0x-arduino">Pololu's library</a>.
 *
 * <p>A chip that has lost its settings, because its power failed, raises a {@link BusException} when it is to measure: make a new object.
 */
public final class VL53L0X {
    public static final int DEFAULT_ADDRESS = 0x29;

    private static final int PAGE = 0xFF;
    private static final int START = 0x00;
    private static final int STEPS = 0x01;
    private static final int CLEAR_INTERRUPT = 0x0B;
    private static final int STATUS = 0x13;

    /** Without the checks of the signal rate and of the target's centre. */
    private static final int DEFAULT_STEPS = 0xE8;

    private static final int LONGEST_BUDGET = 2_500_000;

    /** With the settings below, ST's API has these times for all but the final range, in µs. */
    private static final int OTHER_STEPS = 1910 + 960 + 2 * (2029 + 690) + 8061 + 660 + 550;
    /** In µs: 2304 periods of the laser, 10 clocks of 1.655 ns each. The timeout counts them. */
    private static final double MACRO_PERIOD = 38.131;
    /** The part of the timeout that the pre-range has. */
    private static final int PRE_RANGE = 151;

    private static final Duration POLL = Duration.ofMillis(1);
    /** In ms: more than the longest measurement takes. */
    private static final int LONGEST_WAIT = 4_000;

    /** Registers and their values: ST's default settings, with a limit of 0.25 for the signal rate. */
    private static final int[] TUNING = {
        0xFF, 0x01, 0x00, 0x00, 0xFF, 0x00, 0x09, 0x00, 0x10, 0x00, 0x11, 0x00, 0x24, 0x01, 0x25, 0xFF,
        0x75, 0x00, 0xFF, 0x01, 0x4E, 0x2C, 0x48, 0x00, 0x30, 0x20, 0xFF, 0x00, 0x30, 0x09, 0x54, 0x00,
        0x31, 0x04, 0x32, 0x03, 0x40, 0x83, 0x46, 0x25, 0x60, 0x00, 0x27, 0x00, 0x50, 0x06, 0x51, 0x00,
        0x52, 0x96, 0x56, 0x08, 0x57, 0x30, 0x61, 0x00, 0x62, 0x00, 0x64, 0x00, 0x65, 0x00, 0x66, 0xA0,
        0xFF, 0x01, 0x22, 0x32, 0x47, 0x14, 0x49, 0xFF, 0x4A, 0x00, 0xFF, 0x00, 0x7A, 0x0A, 0x7B, 0x00,
        0x78, 0x21, 0xFF, 0x01, 0x23, 0x34, 0x42, 0x00, 0x44, 0xFF, 0x45, 0x26, 0x46, 0x05, 0x40, 0x40,
        0x0E, 0x06, 0x20, 0x1A, 0x43, 0x40, 0xFF, 0x00, 0x34, 0x03, 0x35, 0x44, 0xFF, 0x01, 0x31, 0x04,
        0x4B, 0x09, 0x4C, 0x05, 0x4D, 0x04, 0xFF, 0x00, 0x44, 0x00, 0x45, 0x20, 0x47, 0x08, 0x48, 0x28,
        0x67, 0x00, 0x70, 0x04, 0x71, 0x01, 0x72, 0xFE, 0x76, 0x00, 0x77, 0x00, 0xFF, 0x01, 0x0D, 0x01,
        0xFF, 0x00, 0x80, 0x01, 0x01, 0xF8, 0xFF, 0x01, 0x8E, 0x01, 0x00, 0x01, 0xFF, 0x00, 0x80, 0x00
    };

    private final I2C i2c;
    private final int most;
    private final int stopVariable;
    // These and the following are used with the bus locked.
    private final byte[] message = new byte[2];
    private final byte[] begun = new byte[2];
    private final byte[] result = new byte[13];
    private I2CDevice device;
    private Registers chip;
    private Bits steps;
    private Bits ready;
    private Register range;
    private Scaled signalRateLimit;
    private Register timeout;
    /** True while registers of another page are used, and after a failure there. */
    private boolean isPageOpen;

    private volatile boolean isContinuous;

    /** Measures continuously until it is closed. */
    public interface ContinuousMode extends AutoCloseable {
        @Override
        void close();
    }

    public VL53L0X(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    public VL53L0X(I2C i2c, int address) {
        this(i2c, address, 0);
    }

    /**
     * Sets ST's defaults, which are 33 ms for a measurement, and calibrates the chip.
     *
     * @param ioTimeoutS the longest time in s to wait for a measurement, up to 3600; 0 for 4 s, in which the longest one ends
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public VL53L0X(I2C i2c, int address, double ioTimeoutS) {
        if (!(ioTimeoutS >= 0 && ioTimeoutS <= 3600)) {
            throw new IllegalArgumentException("ioTimeoutS cannot be %s s: expected 0 to 3600".formatted(ioTimeoutS));
        }
        most = ioTimeoutS == 0 ? LONGEST_WAIT : (int) Math.ceil(1000 * ioTimeoutS);
        this.i2c = i2c;
        connect(new I2CDevice(i2c, address));
        BusHold hold = i2c.lock();
        try (hold) {
            Register id = chip.u24be(0xC0);
            if (id.get() != 0xEEAA10) {
                // A program that ended in the middle of a call has left another page.
                write(PAGE, 0);
            }
            id.require(0xEEAA10, "VL53L0X");
            write(0x88, 0x00);
            openPage();
            stopVariable = (int) chip.u8(0x91).steady().get();
            closePage();
            enableReferenceSpads();
            writeAll(TUNING);
            // An interrupt when a measurement is ready: the pin is low.
            write(0x0A, 0x04);
            chip.u8(0x84).steady().bit(4).set(false);
            write(CLEAR_INTERRUPT, 0x01);
            write(STEPS, DEFAULT_STEPS);
            measurementTimingBudget(33_849); // What the settings give with all checks.
            calibrate(0x01, 0x41);
            calibrate(0x02, 0x01);
            write(STEPS, DEFAULT_STEPS);
        }
    }

    private void connect(I2CDevice device) {
        this.device = device;
        chip = new Registers(device);
        steps = chip.u8(STEPS).bits(0, 8);
        ready = chip.u8(STATUS).bits(0, 3);
        range = chip.u16be(0x1E);
        signalRateLimit = chip.u16be(0x44).bits(0, 16).scaled(1 / 128.0, "signalRateLimit", "MCPS");
        timeout = chip.u16be(0x71);
    }

    /** Of the light sensors for the reference, as many as ST found right for this chip. */
    private void enableReferenceSpads() {
        openPage();
        write(PAGE, 0x06);
        Bits memory = chip.u8(0x83).steady().bit(2);
        memory.set(true);
        writeAll(PAGE, 0x07, 0x81, 0x01, 0x80, 0x01, 0x94, 0x6B, 0x83, 0x00);
        await(chip.u8(0x83).bits(0, 8));
        write(0x83, 0x01);
        int found = (int) chip.u8(0x92).steady().get();
        writeAll(0x81, 0x00, PAGE, 0x06);
        memory.set(false);
        write(PAGE, 0x01);
        closePage();
        Register low = chip.register(0xB0, 4, ByteOrder.LITTLE_ENDIAN).steady();
        Register high = chip.u16le(0xB4).steady();
        // Those with an aperture begin at 12.
        long spads = (high.get() << 32 | low.get()) & -1L << ((found & 0x80) != 0 ? 12 : 0);
        while (Long.bitCount(spads) > (found & 0x7F)) {
            spads &= ~Long.highestOneBit(spads);
        }
        writeAll(PAGE, 0x01, 0x4F, 0x00, 0x4E, 0x2C, PAGE, 0x00, 0xB6, 0xB4);
        low.set(spads & 0xFFFFFFFFL);
        high.set(spads >> 32);
    }

    private void calibrate(int step, int start) {
        write(STEPS, step);
        write(START, start);
        await(ready);
        write(CLEAR_INTERRUPT, 0x01);
        write(START, 0x00);
    }

    /** The least signal, in millions of counts per second, at which a distance is valid: 0 to 511.99 in steps of 1/128. */
    public double signalRateLimit() {
        BusHold hold = lock();
        try (hold) {
            return signalRateLimit.get();
        }
    }

    /** With less, the chip sees farther, and errs more often. */
    public void signalRateLimit(double limit) {
        BusHold hold = lock();
        try (hold) {
            signalRateLimit.set(limit);
        }
    }

    /** The time in µs that a measurement may take. It differs from the one that was set by up to 0.8 %. */
    public int measurementTimingBudget() {
        BusHold hold = lock();
        try (hold) {
            long code = timeout.get();
            long periods = ((code & 0xFF) << Math.min(code >> 8, 16)) + 1 - PRE_RANGE;
            double budget = OTHER_STEPS + Math.rint(periods * MACRO_PERIOD);
            return (int) chip.plausible(budget, 0, LONGEST_BUDGET, "µs for a measurement");
        }
    }

    /** 20,000 to 2,500,000 µs. A longer measurement errs less, and sees farther. */
    public void measurementTimingBudget(int microseconds) {
        if (microseconds < 20_000 || microseconds > LONGEST_BUDGET) {
            throw new IllegalArgumentException("measurementTimingBudget cannot be %s µs: expected 20000 to %s"
                    .formatted(microseconds, LONGEST_BUDGET));
        }
        BusHold hold = lock();
        try (hold) {
            int periods = (int) Math.rint((microseconds - OTHER_STEPS) / MACRO_PERIOD) + PRE_RANGE;
            // A byte, and by how many bits it is shifted.
            int shift = Math.max(0, 24 - Integer.numberOfLeadingZeros(periods - 1));
            timeout.set(shift << 8 | (periods - 1) >> shift);
        }
    }

    /** The distance in cm, as {@link #range()}. */
    public double distance() {
        return range() / 10.0;
    }

    /**
     * Measures the distance in mm, or waits for the next measurement in continuous mode. 8190 or 8191 if there is nothing up to
     * about 2 m, or the light is too weak or too strong.
     *
     * @throws BusException of kind TIMEOUT if the measurement does not end
     */
    public int range() {
        BusHold hold = lock();
        try (hold) {
            if (!isContinuous) {
                doRangeMeasurement();
            }
            return readRange();
        }
    }

    /** True if there is a measurement that was not read. */
    public boolean dataReady() {
        BusHold hold = lock();
        try (hold) {
            return ready.isSet();
        }
    }

    /** Begins one measurement, and ends continuous mode. {@link #readRange()} waits for it. */
    public void doRangeMeasurement() {
        BusHold hold = lock();
        try (hold) {
            isContinuous = false;
            begin(0x01);
        }
    }

    /** Waits for a measurement that has begun, in mm. Only after {@link #doRangeMeasurement()} or in continuous mode. */
    public int readRange() {
        BusHold hold = lock();
        try (hold) {
            chip.readInto(STATUS, result);
            for (int waited = 0; ready.from(result, STATUS) == 0; waited++) {
                pause(waited);
                chip.readInto(STATUS, result);
            }
            write(CLEAR_INTERRUPT, 0x01);
            return (int) range.from(result, STATUS);
        }
    }

    public boolean isContinuousMode() {
        return isContinuous;
    }

    /** Begins to measure one distance after the other. The end of the try block ends it, as {@link #stopContinuous()}. */
    public ContinuousMode continuousMode() {
        startContinuous();
        return this::stopContinuous;
    }

    public void startContinuous() {
        BusHold hold = lock();
        try (hold) {
            begin(0x02);
            isContinuous = true;
        }
    }

    /** Returns when the last measurement has ended. It is dropped. */
    public void stopContinuous() {
        BusHold hold = lock();
        try (hold) {
            isContinuous = false;
            write(START, 0x01);
            isPageOpen = true;
            writeAll(PAGE, 0x01, 0x00, 0x00, 0x91, 0x00);
            closePage();
            doRangeMeasurement();
            readRange();
        }
    }

    /** What was measured before does not count. */
    private void begin(int mode) {
        write(CLEAR_INTERRUPT, 0x01);
        openPage();
        write(0x91, stopVariable);
        closePage();
        write(START, mode);
        for (int waited = 0; ; waited++) {
            chip.readInto(START, begun);
            if (steps.from(begun, START) != DEFAULT_STEPS) {
                throw BusException.settingsLost(device, "VL53L0X");
            }
            if ((begun[0] & 1) == 0) {
                return;
            }
            pause(waited);
        }
    }

    /**
     * Gives the chip another address until it is switched off. For several chips on a bus: hold XSHUT of all but one low, change
     * that one's address, and go on with the next.
     *
     * <p>After an error the chip may have either address: make a new VL53L0X.
     *
     * @param newAddress 0x08 to 0x77, which no other device on the bus has
     */
    public void setAddress(int newAddress) {
        if (newAddress < 0x08 || newAddress > 0x77) {
            throw new IllegalArgumentException(
                    "newAddress cannot be 0x%02x: expected 0x08 to 0x77".formatted(newAddress));
        }
        BusHold hold = lock();
        try (hold) {
            write(0x8A, newAddress);
            connect(new I2CDevice(i2c, newAddress, false));
        }
    }

    /** Locks the bus. Leaves another page, if a call before failed there. */
    private BusHold lock() {
        BusHold hold = i2c.lock();
        try {
            if (isPageOpen) {
                write(PAGE, 0x01);
                closePage();
            }
            return hold;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private void openPage() {
        isPageOpen = true;
        write(0x80, 0x01);
        write(PAGE, 0x01);
        write(0x00, 0x00);
    }

    private void closePage() {
        write(0x00, 0x01);
        write(PAGE, 0x00);
        write(0x80, 0x00);
        isPageOpen = false;
    }

    private void writeAll(int... registersAndValues) {
        for (int i = 0; i < registersAndValues.length; i += 2) {
            write(registersAndValues[i], registersAndValues[i + 1]);
        }
    }

    private void write(int register, int value) {
        message[0] = (byte) register;
        message[1] = (byte) value;
        device.write(message, 0, 2);
    }

    private void await(Bits flag) {
        for (int waited = 0; !flag.isSet(); waited++) {
            pause(waited);
        }
    }

    private void pause(int waited) {
        if (waited == most) {
            throw new BusException(
                    Kind.TIMEOUT,
                    "the VL53L0X at %s is still busy after %s ms. It was switched off in between, or was read wrong. Check its power and wiring, and make a new VL53L0X."
                            .formatted(device, most));
        }
        device.sleep(POLL);
    }
}
