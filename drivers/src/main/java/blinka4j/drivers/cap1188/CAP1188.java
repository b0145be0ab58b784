// SPDX-License-Identifier: MIT
package blinka4j.drivers.cap1188;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.I2CRegisterAccessor;
import blinka4j.register.Register;
import blinka4j.register.RegisterAccessor;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import java.util.Arrays;

/**
 * Microchip CAP1188 touch sensor with 8 pads, over I2C or SPI. Pads have the numbers 1 to 8. Safe to share between threads.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/CAP1188.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_CAP1188">Adafruit_CircuitPython_CAP1188</a>.
 *
 * <p>After its power failed the chip has its own thresholds, and reports one pad at a time. The driver does not notice: make a new object.
 */
public final class CAP1188 {
    /** Resistors at the pin ADDR_COMM select 0x28 to 0x2c. */
    public static final int DEFAULT_ADDRESS = 0x29;

    private static final int PADS = 8;
    private static final int MOST_THRESHOLD = 127;
    private static final int THRESHOLDS = 0x30;

    private final RegisterAccessor device;
    private final Register control;
    private final Register status;
    private final RegisterArray deltas;
    private final Bits sensitivity;
    private final Bits averaging;
    private final Choice<Sample> sample;
    private final Choice<Cycle> cycle;
    private final Register calibrate;
    private final RegisterArray thresholds;
    private final CAP1188_Channel[] channels = new CAP1188_Channel[PADS];

    /** The time of one sample: 0.32 to 2.56 ms. */
    public enum Sample {
        SAMPLE_320US,
        SAMPLE_640US,
        SAMPLE_1_28MS,
        SAMPLE_2_56MS
    }

    /** The time between two measurements of all pads: 35 to 140 ms, or longer if the samples take longer. */
    public enum Cycle {
        CYCLE_35MS,
        CYCLE_70MS,
        CYCLE_105MS,
        CYCLE_140MS
    }

    public CAP1188(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does */
    public CAP1188(I2C i2c, int address) {
        this(new I2CRegisterAccessor(new I2CDevice(i2c, address)));
    }

    /** At 100 kHz. {@link #CAP1188(SPIDevice)} takes another speed. */
    public CAP1188(SPI spi, DigitalInOut cs) {
        this(new SPIDevice(spi, cs));
    }

    /** At 100 kHz, with a chip select that the controller drives. */
    public CAP1188(SPI spi, Pin cs) {
        this(new SPIDevice(spi, cs));
    }

    public CAP1188(SPIDevice device) {
        this(new SpiCommands(device));
    }

    /** Begins a calibration, in which no pad counts as touched. It takes up to 0.6 s. */
    private CAP1188(RegisterAccessor device) {
        this.device = device;
        Registers chip = new Registers(device);
        chip.u8(0xFE).require(0x5D, "CAP1188");
        chip.u8(0xFD).require(0x50, "CAP1188");
        control = chip.u8(0x00);
        status = chip.u8(0x03);
        deltas = chip.u8(0x10).signed().array(PADS);
        sensitivity = chip.u8(0x1F).steady().bits(4, 3);
        Register sampling = chip.u8(0x24).steady();
        averaging = sampling.bits(4, 3);
        sample = sampling.bits(2, 2).choice(Sample.values());
        cycle = sampling.bits(0, 2).choice(Cycle.values());
        calibrate = chip.u8(0x26).named("mask");
        thresholds = chip.u8(THRESHOLDS).array(PADS);
        for (int i = 0; i < PADS; i++) {
            Bits threshold = chip.u8(THRESHOLDS + i).bits(0, 7).alone().named("threshold");
            channels[i] = new CAP1188_Channel(this, i + 1, threshold);
        }
        // Each pad switches its LED, all pads count at once, and each has its threshold.
        chip.u8(0x72).set(0xFF);
        chip.u8(0x2A).set(0x00);
        chip.u8(0x2F).set(0x10);
        recalibrate();
    }

    /**
     * A pad, 1 to 8: {@code cap[pin]}.
     *
     * @throws IndexOutOfBoundsException if there is no such pad
     */
    public CAP1188_Channel get(int pin) {
        return channels[index(pin)];
    }

    private static int index(int pin) {
        if (pin < 1 || pin > PADS) {
            throw new IndexOutOfBoundsException("a CAP1188 has no pad %s: expected 1 to 8".formatted(pin));
        }
        return pin - 1;
    }

    /** Whether each pad is touched; pad 1 has the index 0. */
    public boolean[] touchedPins() {
        int touched = touched();
        boolean[] pins = new boolean[PADS];
        for (int i = 0; i < PADS; i++) {
            pins[i] = (touched >> i & 1) != 0;
        }
        return pins;
    }

    /** The pads that are touched: bit 0 is pad 1. Ends the interrupt. */
    public int touched() {
        BusHold hold = device.lock();
        try (hold) {
            // Pads that were released stay 1 until this. Not read first: a bit for sleep that was read wrong would
            // stay.
            control.set(0);
            return (int) status.get();
        }
    }

    /** 1 (least) to 128 (most), a power of 2; 32 at first. */
    public int sensitivity() {
        return 128 >> sensitivity.get();
    }

    public void sensitivity(int sensitivity) {
        this.sensitivity.set(7 - exponent("sensitivity", sensitivity));
    }

    /** Samples for each measurement: 1 to 128, a power of 2; 8 at first. */
    public int averaging() {
        return 1 << averaging.get();
    }

    public void averaging(int samples) {
        averaging.set(exponent("averaging", samples));
    }

    private static int exponent(String property, int value) {
        if (value < 1 || value > 128 || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: expected 1, 2, 4, 8, 16, 32, 64 or 128".formatted(property, value));
        }
        return Integer.numberOfTrailingZeros(value);
    }

    public Sample sample() {
        return sample.get();
    }

    public void sample(Sample time) {
        sample.set(time);
    }

    public Cycle cycle() {
        return cycle.get();
    }

    public void cycle(Cycle time) {
        cycle.set(time);
    }

    /** The thresholds of all pads, 0 to 127. */
    public int[] thresholds() {
        long[] found = new long[PADS];
        thresholds.readInto(found);
        return Arrays.stream(found)
                .mapToInt(each -> (int) each & MOST_THRESHOLD)
                .toArray();
    }

    /** Sets one threshold for all pads, 0 to 127. */
    public void thresholds(int threshold) {
        if (threshold < 0 || threshold > MOST_THRESHOLD) {
            throw new IllegalArgumentException("thresholds cannot be %s: expected 0 to 127".formatted(threshold));
        }
        byte[] all = new byte[PADS];
        Arrays.fill(all, (byte) threshold);
        device.write(THRESHOLDS, all, 0, PADS);
    }

    /** The same as {@link #thresholds()}. */
    public int[] thresholdValues() {
        return thresholds();
    }

    /** Calibrates all pads. Do not touch them for 0.6 s. */
    public void recalibrate() {
        recalibratePins(0xFF);
    }

    /** Calibrates the pads of a mask: bit 0 is pad 1. */
    public void recalibratePins(int mask) {
        calibrate.set(mask);
    }

    /** How much more a pad measures than untouched: −128 to 127. */
    public int deltaCount(int pin) {
        return (int) deltas.get(index(pin));
    }

    @Override
    public String toString() {
        return "CAP1188 at %s".formatted(device);
    }
}
